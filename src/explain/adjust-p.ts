/**
 * p values corrected for being many: the expected share of false finds among those called finds.
 *
 * Source: Benjamini & Hochberg 1995, “Controlling the false discovery rate”.
 */
export function adjustP(p: readonly number[]): number[] {
  const m = p.length;
  const order = p.map((_, i) => i).sort((a, b) => p[b] - p[a]);
  const adjusted = new Array<number>(m);
  let least = 1;
  for (let r = 0; r < m; r++) {
    const i = order[r];
    least = Math.min(least, (p[i] * m) / (m - r));
    adjusted[i] = least;
  }
  return adjusted;
}
