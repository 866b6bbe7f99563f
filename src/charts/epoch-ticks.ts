/** Whole epochs only, from 1 on. */
export function epochTicks(epochs: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find(
    (size) => epochs / size <= 5,
  );
  const every = step ?? Math.ceil(epochs / 5);
  return [
    1,
    ...Array.from({ length: Math.floor(epochs / every) }, (_, i) => (i + 1) * every),
  ].filter((tick, i) => i === 0 || (tick > 1 && tick - 1 > every / 4));
}
