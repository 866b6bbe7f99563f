import type { TypicalSeries } from '../explain/index.ts';

/** Single series may reach this much beyond the bands before they are cut off. */
const REACH = 2;

/** The value axis of pictures of one channel: all of the bands, and single series as far as they leave the bands legible. */
export function seriesDomain(
  { segments }: TypicalSeries,
  more: readonly (readonly (number | null)[])[] = [],
): readonly [number, number] {
  const all = (lines: readonly (readonly (number | null)[])[]) =>
    lines.flatMap((line) => line.filter((value) => value !== null));
  const bands = all(segments.flatMap(({ q10, q90, centre = [] }) => [q10, q90, centre]));
  const single = all([
    ...segments.flatMap(({ samples, medoid }) => (medoid ? [...samples, medoid.values] : samples)),
    ...more,
  ]);
  const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), 0);
  const most = (values: readonly number[]) =>
    values.reduce((a, b) => Math.max(a, b), least(values));
  const [low, high] = [least(bands), most(bands)];
  const reach = REACH * (high - low || 1);
  const from = Math.max(least(single), Math.min(low, high - reach));
  const to = Math.min(most(single), low + reach);
  const domain = [Math.min(low, from), Math.max(high, to)] as const;
  return domain[1] > domain[0] ? domain : [domain[0], domain[0] + 1];
}
