import type { SinceLastRun } from '../publish/index.ts';

/** What became of the segments of the run before, in a few lines. */
export function describeSince(since: SinceLastRun): string[] {
  const { shared, stayed, moved, gone, arrived, groups, drifted } = since;
  const lines = [
    `since the run of ${since.created.slice(0, 16).replace('T', ' ')}: ${count(shared)} entities in both, ${count(stayed)} stayed, ${count(moved)} moved; ${count(arrived)} new, ${count(gone)} gone`,
  ];
  for (const group of groups) {
    const events = [
      ...group.splits.map(({ segment, into }) => `${code(segment)} split into ${codes(into)}`),
      ...group.merges.map(({ segment, from }) => `${codes(from)} merged into ${code(segment)}`),
      ...(group.births.length > 0 ? [`new: ${codes(group.births)}`] : []),
      ...(group.deaths.length > 0 ? [`gone: ${codes(group.deaths)}`] : []),
    ];
    if (events.length === 0) continue;
    lines.push(`${group.within === null ? '' : `${group.within}: `}${events.join('; ')}`);
  }
  if (drifted.length > 0) lines.push(`drifted: ${drifted.join(', ')}`);
  return lines;
}

const count = (value: number) => value.toLocaleString('en');
const code = (segment: number) => `S${segment}`;
const codes = (segments: readonly number[]) => segments.map(code).join(', ');
