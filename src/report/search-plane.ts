import type { GridPoint, ReportSearch } from './types.ts';

/** The two options with most values: across the one with more. */
export function twoOptions({ searched, points }: ReportSearch): [string, string] {
  const values = (option: string) => new Set(points.map((point) => point.options[option])).size;
  const sorted = [...searched].sort((a, b) => values(b) - values(a));
  return [sorted[0], sorted[1]];
}

/** The points that share every other option with the chosen one. */
export function inPlane(
  search: ReportSearch,
  plane: readonly string[],
): { readonly point: GridPoint; readonly index: number }[] {
  const anchor = search.points[search.chosen ?? 0];
  const others = search.searched.filter((option) => !plane.includes(option));
  return search.points
    .map((point, index) => ({ point, index }))
    .filter(({ point }) =>
      others.every((option) => point.options[option] === anchor.options[option]),
    );
}
