/** Moves labels down, then up, until they are `gap` pixels apart. */
export function spreadApart<T extends { readonly y: number }>(
  ends: readonly T[],
  gap: number,
): T[] {
  const sorted = [...ends].sort((a, b) => a.y - b.y);
  const places = sorted.map(({ y }) => y);
  for (let i = 1; i < places.length; i++) places[i] = Math.max(places[i], places[i - 1] + gap);
  const middle = (list: readonly number[]) => list.reduce((sum, y) => sum + y, 0) / list.length;
  const shift = places.length > 0 ? middle(sorted.map(({ y }) => y)) - middle(places) : 0;
  return sorted.map((end, i) => ({ ...end, y: places[i] + shift }));
}
