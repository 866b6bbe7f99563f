/** The cubic B-spline at distance `t` from its centre, in nodes. */
function cubicSpline(t: number): number {
  const u = Math.abs(t);
  if (u >= 2) return 0;
  return u >= 1 ? (2 - u) ** 3 / 6 : 2 / 3 - u * u + u ** 3 / 2;
}

/** How much of a point at (u, v), in nodes, is at each node of a grid, row by row. */
export function gridShares(u: number, v: number, size: number): number[] {
  return Array.from(
    { length: size * size },
    (_, at) => cubicSpline((at % size) - u) * cubicSpline(Math.floor(at / size) - v),
  );
}

/** Charges of all nodes from points, in nodes. */
export function gridSpread(points: readonly (readonly [number, number])[], size: number): number[] {
  const sum = new Array<number>(size * size).fill(0);
  for (const [u, v] of points) {
    gridShares(u, v, size).forEach((share, at) => {
      sum[at] += share;
    });
  }
  return sum;
}

/** What a point reads off values at nodes. */
export function gridRead(values: readonly number[], u: number, v: number, size: number): number {
  return gridShares(u, v, size).reduce((sum, share, at) => sum + share * values[at], 0);
}

/** Σ over nodes g of charge(g) · effect(h − g) at every node h: what the transforms compute. */
export function gridConvolve(
  charges: readonly number[],
  effect: (dx: number, dy: number) => number,
  size: number,
): number[] {
  return charges.map((_, h) =>
    charges.reduce(
      (sum, charge, g) =>
        sum + charge * effect((h % size) - (g % size), Math.floor(h / size) - Math.floor(g / size)),
      0,
    ),
  );
}
