import { resolve } from 'node:path';
import type { Comparison, GroupComparison, SegmentFacts } from '../compare/index.ts';
import { table } from './table.ts';

/** Features named one by one; the page has them all. */
const FEATURES = 12;

interface Written {
  readonly out?: string;
  readonly movers?: string;
}

/** Two runs side by side for people: segments, what became of them, features. */
export function describeComparison(comparison: Comparison, { out, movers }: Written): string {
  const { before, after, shared, stayed, moved, gone, arrived, groups, drift, notes } = comparison;
  const lines = [
    `before  ${before.title}, ${moment(before.created)}, ${count(before.entities)} entities`,
    `after   ${after.title}, ${moment(after.created)}, ${count(after.entities)} entities`,
    `${count(shared)} in both: ${count(stayed)} stayed, ${count(moved)} moved; ${count(arrived)} new, ${count(gone)} gone`,
    '',
    table(
      ['group', 'before', 'after', 'name', 'entities', 'now', 'common', 'kappa', 'known by'],
      groups.flatMap(segmentRows),
    ),
  ];
  const events = groups.flatMap(eventLines);
  if (events.length > 0) lines.push('', ...events);
  for (const { within, adjustedRand, adjustedMutualInformation } of groups) {
    if (adjustedRand === null || adjustedMutualInformation === null) continue;
    lines.push(
      `${within ?? 'all'}: agreement ARI ${adjustedRand.toFixed(3)}, AMI ${adjustedMutualInformation.toFixed(3)}`,
    );
  }
  if (drift.length > 0) {
    const rows = [...drift].sort((a, b) => b.psi - a.psi);
    lines.push(
      '',
      table(
        ['feature', 'PSI', 'by chance', 'drift', 'whose', 'KS', 'p'],
        rows
          .slice(0, FEATURES)
          .map((own) => [
            own.feature,
            own.psi.toFixed(3),
            own.psiChance.toFixed(3),
            own.size,
            own.who,
            own.ks === null ? '–' : own.ks.toFixed(3),
            own.adjustedP === null ? '–' : own.adjustedP.toPrecision(2),
          ]),
      ),
    );
    if (rows.length > FEATURES) lines.push(`and ${rows.length - FEATURES} features with less`);
  }
  lines.push(...notes.map((note) => `note: ${note}`));
  if (movers !== undefined) lines.push(`movers  ${resolve(movers)}`);
  if (out !== undefined) lines.push(`page    ${resolve(out)}`);
  return lines.join('\n');
}

/** The same for programs: all of it but the bins. */
export function summarizeComparison(comparison: Comparison, { out, movers }: Written) {
  return {
    ...comparison,
    drift: comparison.drift.map(({ bins, ...rest }) => rest),
    ...(out === undefined ? {} : { page: resolve(out) }),
    ...(movers === undefined ? {} : { movers: resolve(movers) }),
  };
}

function segmentRows({ within, before, after, matches }: GroupComparison): string[][] {
  const place = within ?? 'all';
  const pairs = matches.map((match) => {
    const old = before.find(({ segment }) => segment === match.before);
    const own = after.find(({ segment }) => segment === match.after);
    return [
      place,
      `S${match.before}`,
      `S${match.after}`,
      own?.name ?? '',
      count(old?.entities ?? 0),
      count(own?.entities ?? 0),
      count(match.common),
      match.by === 'overlap' ? match.kappa.toFixed(3) : '–',
      match.by === 'overlap' ? 'shared entities' : match.by,
    ];
  });
  const lone = (list: readonly SegmentFacts[], side: 'before' | 'after') =>
    list
      .filter(({ segment }) => matches.every((match) => match[side] !== segment))
      .map(({ segment, name, entities }) =>
        side === 'before'
          ? [place, `S${segment}`, '–', name, count(entities), '–', '–', '–', 'gone']
          : [place, '–', `S${segment}`, name, '–', count(entities), '–', '–', 'new'],
      );
  return [...pairs, ...lone(before, 'before'), ...lone(after, 'after')];
}

function eventLines({ within, splits, merges }: GroupComparison): string[] {
  const where = within === null ? '' : `${within}: `;
  const parts = (list: readonly { segment: number; share: number }[]) =>
    list.map(({ segment, share }) => `S${segment} (${Math.round(100 * share)} %)`).join(', ');
  return [
    ...splits.map(({ segment, parts: into }) => `${where}S${segment} split into ${parts(into)}`),
    ...merges.map(({ segment, parts: from }) => `${where}S${segment} was made of ${parts(from)}`),
  ];
}

const count = (value: number) => value.toLocaleString('en');
const moment = (created: string) => created.slice(0, 16).replace('T', ' ');
