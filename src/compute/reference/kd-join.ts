import { squaredDistance } from './squared-distance.ts';

/** out[row] = the lowest row that hangs together with it through core rows within `radius2`; −1 when not core. */
export function kdJoin(
  out: Int32Array,
  x: Float32Array,
  cols: number,
  core: Uint8Array,
  radius2: number,
): void {
  out.fill(-1);
  for (let first = 0; first < core.length; first++) {
    if (core[first] === 0 || out[first] >= 0) continue;
    const open = [first];
    out[first] = first;
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      for (let other = 0; other < core.length; other++) {
        if (core[other] === 0 || out[other] >= 0) continue;
        if (squaredDistance(x, row, x, other, cols) > radius2) continue;
        out[other] = first;
        open.push(other);
      }
    }
  }
}
