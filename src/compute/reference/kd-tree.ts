const LEAF = 16;

/**
 * The rows of x (n × cols) in the order of the kd-tree's leaves, and each node's box: nodes are those
 * of a complete binary tree with n / 16 leaves, parted at the widest column, equal values by row.
 */
export function kdSplit(
  x: Float32Array,
  n: number,
  cols: number,
): { order: Int32Array; boxes: { low: number[]; high: number[] }[] } {
  const leaves = Math.ceil(n / LEAF);
  const boxes: { low: number[]; high: number[] }[] = [];
  const value = (row: number, j: number) => x[row * cols + j];
  const leavesBelow = (node: number): number =>
    node >= leaves ? 1 : leavesBelow(2 * node) + leavesBelow(2 * node + 1);
  const part = (node: number, rows: number[]): number[] => {
    const columns = Array.from({ length: cols }, (_, j) => rows.map((row) => value(row, j)));
    const low = columns.map((column) => Math.min(...column));
    const high = columns.map((column) => Math.max(...column));
    boxes[node] = { low, high };
    if (node >= leaves) return rows.sort((a, b) => a - b);
    const widths = high.map((top, j) => Math.fround(top - low[j]));
    const widest = widths.indexOf(Math.max(...widths));
    const sorted = rows.sort((a, b) => value(a, widest) - value(b, widest) || a - b);
    const left = leavesBelow(2 * node) * LEAF;
    return [...part(2 * node, sorted.slice(0, left)), ...part(2 * node + 1, sorted.slice(left))];
  };
  const rows = Array.from({ length: n }, (_, row) => row);
  return { order: Int32Array.from(part(1, rows)), boxes };
}
