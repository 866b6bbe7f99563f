import { squaredDistance } from './squared-distance.ts';

/**
 * For each row of y: of the rows of x within `radius2`, the nearest one's tag (ties: the lower tag), or
 * with `lowest` the lowest tag; −1 when none is within. Beside it the squared distance to the nearest
 * row with that tag.
 */
export function kdLabel(
  out: Int32Array,
  outSquares: Float64Array,
  x: Float32Array,
  y: Float32Array,
  cols: number,
  tags: Int32Array,
  radius2: number,
  lowest: boolean,
): void {
  for (let i = 0; i < out.length; i++) {
    let found: [tag: number, square: number] = [-1, Number.NaN];
    for (let row = 0; row < tags.length; row++) {
      const square = squaredDistance(y, i, x, row, cols);
      if (square > radius2) continue;
      const [tag, best] = found;
      const byTag = tags[row] - tag;
      const bySquare = square - best;
      const difference = lowest ? byTag || bySquare : bySquare || byTag;
      if (tag < 0 || difference < 0) found = [tags[row], square];
    }
    [out[i], outSquares[i]] = found;
  }
}
