/** Row i of both outputs (n × k): the rows of x of which the least share of columns differs from row i of y, ties by the lower row. */
export function sharedNearest(
  outDistances: Float64Array,
  outRows: Int32Array,
  x: Float32Array,
  y: Float32Array,
  cols: number,
  k: number,
  own: boolean,
): void {
  const apart = (i: number, row: number) => {
    let differ = 0;
    for (let j = 0; j < cols; j++) if (y[i * cols + j] !== x[row * cols + j]) differ++;
    return differ / cols;
  };
  for (let i = 0; i < y.length / cols; i++) {
    const near = Array.from({ length: x.length / cols }, (_, row) => row)
      .filter((row) => !(own && row === i))
      .map((row) => ({ row, distance: apart(i, row) }))
      .sort((a, b) => a.distance - b.distance || a.row - b.row);
    for (let j = 0; j < k; j++) {
      outDistances[i * k + j] = near[j].distance;
      outRows[i * k + j] = near[j].row;
    }
  }
}
