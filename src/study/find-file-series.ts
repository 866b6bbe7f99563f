import type { ColumnInspection, Inspection } from '../table/index.ts';
import { type FoundSeries, namesGroups } from './found-series.ts';

/** What files of series call their columns: the channel, where there are several, and the step. */
const STEP = /^(?:(c\d+)_)?t\d+$/;

/** The series of a file that holds nothing else; undefined for other sources. */
export function findFileSeries({ columns, rows, source }: Inspection): FoundSeries | undefined {
  if (source === undefined || !['ucr', 'ts', 'npy'].includes(source.format)) return undefined;
  const steps = columns.filter(({ name }) => STEP.test(name));
  const channels = [...new Set(steps.map(({ name }) => STEP.exec(name)![1]))];
  const several = channels.length > 1;
  const classFirst = source.format === 'npy' && !several && looksLikeClass(steps, rows);
  const length = steps.length / channels.length - (classFirst ? 1 : 0);
  const each = `${several ? `${channels.length} channels of ` : ''}up to ${length} steps`;
  return {
    features: {
      columns: several
        ? Object.fromEntries(channels.map((channel) => [channel, `${channel}_t*`]))
        : 't*',
      fill: 'gaps',
    },
    steps: length,
    gaps: true,
    uneven: (steps.at(-1)?.missing ?? 0) > 0,
    amounts: false,
    columns: steps.map(({ name }) => name),
    compare: classFirst
      ? ['label']
      : columns
          .filter((column) => !STEP.test(column.name) && namesGroups(column, rows))
          .map(({ name }) => name),
    ...(classFirst ? { source: { path: '${data}', label: 'first' } } : {}),
    reason: `${rows.toLocaleString('en')} series with ${each}.${classFirst ? ' The first number of each is one of few whole ones, and taken for its class.' : ''}`,
  };
}

/** Few whole numbers before others that are not: a class, written before its series. */
function looksLikeClass([first, ...others]: readonly ColumnInspection[], rows: number): boolean {
  return (
    first?.numbers?.whole === true &&
    first.missing === 0 &&
    first.distinct >= 2 &&
    first.distinct <= Math.min(50, rows / 2) &&
    others.some(({ numbers }) => numbers?.whole === false)
  );
}
