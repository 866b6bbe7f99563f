import type { Manifest } from '../publish/index.ts';
import { table } from './table.ts';

type Step = Pick<
  NonNullable<Manifest['cleaning']>['steps'][number],
  'step' | 'says' | 'rowsIn' | 'rowsOut' | 'counts'
>;

/** What cleaning did, a row per step; nothing without steps. */
export function describeCleaning(steps: readonly Step[]): string[] {
  if (steps.length === 0) return [];
  const many = (count: number) => count.toLocaleString('en');
  const rows = steps.map(({ step, says, rowsIn, rowsOut, counts }) => [
    step,
    many(rowsIn),
    many(rowsOut),
    rowsIn === rowsOut ? '' : many(rowsIn - rowsOut),
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([what, count]) => `${many(count)} ${what}`)
      .join(', '),
    says,
  ]);
  return [table(['clean', 'rows in', 'rows out', 'dropped', 'cells', 'because'], rows), ''];
}
