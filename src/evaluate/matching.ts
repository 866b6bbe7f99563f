/**
 * The assignment of rows to columns with the least total cost, each used at most once.
 *
 * @param cost `rows` × `cols`, row-major, with rows ≤ cols
 * @returns the column of each row
 *
 * Cost: O(rows²·cols). Source: shortest augmenting paths with potentials, as in Crouse 2016, "On implementing 2D
 * rectangular assignment algorithms"; the idea is Kuhn 1955 and Munkres 1957.
 */
export function cheapestMatching(cost: Float64Array, rows: number, cols: number): Int32Array {
  const potentialOfRow = new Float64Array(rows);
  const potentialOfCol = new Float64Array(cols);
  const rowOfCol = new Int32Array(cols).fill(-1);
  const colOfRow = new Int32Array(rows).fill(-1);
  const reach = new Float64Array(cols);
  const from = new Int32Array(cols);
  const done = new Uint8Array(cols);
  for (let start = 0; start < rows; start++) {
    reach.fill(Number.POSITIVE_INFINITY);
    done.fill(0);
    let row = start;
    let length = 0;
    let end = -1;
    while (end < 0) {
      let nearest = -1;
      for (let col = 0; col < cols; col++) {
        if (done[col]) continue;
        const through = length + cost[row * cols + col] - potentialOfRow[row] - potentialOfCol[col];
        if (through < reach[col]) {
          reach[col] = through;
          from[col] = row;
        }
        if (nearest < 0 || reach[col] < reach[nearest]) nearest = col;
      }
      length = reach[nearest];
      done[nearest] = 1;
      if (rowOfCol[nearest] < 0) end = nearest;
      else row = rowOfCol[nearest];
    }
    potentialOfRow[start] += length;
    for (let col = 0; col < cols; col++) {
      if (!done[col] || col === end) continue;
      potentialOfRow[rowOfCol[col]] += length - reach[col];
      potentialOfCol[col] -= length - reach[col];
    }
    for (let col = end; col >= 0; ) {
      const before: number = from[col];
      const next = colOfRow[before];
      rowOfCol[col] = before;
      colOfRow[before] = col;
      col = before === start ? -1 : next;
    }
  }
  return colOfRow;
}
