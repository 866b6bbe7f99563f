import { squaredDistance } from './squared-distance.ts';

/** Row i of both outputs (n × k): the k rows of x nearest to row i of y, ties by the lower row. */
export function kdNearest(
  outSquares: Float64Array,
  outRows: Int32Array,
  x: Float32Array,
  y: Float32Array,
  cols: number,
  k: number,
): void {
  for (let i = 0; i < y.length / cols; i++) {
    const squares = Array.from({ length: x.length / cols }, (_, row) =>
      squaredDistance(y, i, x, row, cols),
    );
    const rows = [...squares.keys()].sort((a, b) => squares[a] - squares[b] || a - b);
    for (let j = 0; j < k; j++) {
      outSquares[i * k + j] = squares[rows[j]];
      outRows[i * k + j] = rows[j];
    }
  }
}
