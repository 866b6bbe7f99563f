import { squaredDistance } from './squared-distance.ts';

export interface Edge {
  readonly reach: number;
  readonly square: number;
  readonly low: number;
  readonly high: number;
}

/** Shorter by mutual reachability, then by distance, then with the lower row, then the other. */
function compareEdges(a: Edge, b: Edge): number {
  return a.reach - b.reach || a.square - b.square || a.low - b.low || a.high - b.high;
}

/** The spanning tree of the rows of x, shortest edge first: every pair is tried in order (Kruskal 1956). */
export function kdSpan(x: Float32Array, cols: number, coreSquares: Float64Array): Edge[] {
  const n = coreSquares.length;
  const edges: Edge[] = [];
  for (let low = 0; low < n; low++) {
    for (let high = low + 1; high < n; high++) {
      const square = squaredDistance(x, low, x, high, cols);
      const reach = Math.max(square, coreSquares[low], coreSquares[high]);
      edges.push({ reach, square, low, high });
    }
  }
  const names = Int32Array.from({ length: n }, (_, row) => row);
  return edges.sort(compareEdges).filter(({ low, high }) => {
    const [kept, lost] = [names[low], names[high]];
    if (kept === lost) return false;
    for (let row = 0; row < n; row++) if (names[row] === lost) names[row] = kept;
    return true;
  });
}

/** For each row of y: the row of x nearest by mutual reachability, then by distance, then the lower one. */
export function kdReach(
  outRows: Int32Array,
  x: Float32Array,
  y: Float32Array,
  cols: number,
  ownSquares: Float64Array,
  coreSquares: Float64Array,
): void {
  for (let i = 0; i < outRows.length; i++) {
    let best: Edge | undefined;
    for (let row = 0; row < coreSquares.length; row++) {
      const square = squaredDistance(y, i, x, row, cols);
      const edge = {
        reach: Math.max(square, ownSquares[i], coreSquares[row]),
        square,
        low: -1,
        high: row,
      };
      if (!best || compareEdges(edge, best) < 0) best = edge;
    }
    outRows[i] = best?.high ?? -1;
  }
}
