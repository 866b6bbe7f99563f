import { sizeOf } from '../graph/shapes.ts';
import type { Dense } from './op.ts';

export function zeros(shape: readonly number[]): Dense {
  return { shape, data: new Float64Array(sizeOf(shape)) };
}

/** Steps between neighbours along each axis, row-major. */
function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = strides[i + 1] * shape[i + 1];
  return strides;
}

/** The place along each axis of the element at `at`. */
export function placeOf(at: number, shape: readonly number[]): number[] {
  const place = new Array<number>(shape.length);
  for (let i = shape.length - 1; i >= 0; i--) {
    place[i] = at % shape[i];
    at = Math.floor(at / shape[i]);
  }
  return place;
}

/** Where the element of `x` is that stretches to this place of a shape with as many axes or more. */
export function stretchedAt(x: Dense, place: readonly number[]): number {
  const extra = place.length - x.shape.length;
  const strides = stridesOf(x.shape);
  return x.shape.reduce((at, axis, i) => at + (axis === 1 ? 0 : place[i + extra] * strides[i]), 0);
}

/** A new tensor whose element at each place is what `element` gives. */
export function build(shape: readonly number[], element: (place: number[]) => number): Dense {
  const made = zeros(shape);
  for (let at = 0; at < made.data.length; at++) made.data[at] = element(placeOf(at, shape));
  return made;
}

/** The element at a place. */
export function elementAt(x: Dense, place: readonly number[]): number {
  const strides = stridesOf(x.shape);
  return x.data[place.reduce((at, p, i) => at + p * strides[i], 0)];
}

/** The shape to which these stretch. */
export function stretchedShape(...shapes: (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, at) => {
    const lengths = shapes.map((shape) => shape[at - rank + shape.length] ?? 1);
    return lengths.find((length) => length !== 1) ?? 1;
  });
}

/** steps × width × rows as steps × rows × width, or back again. */
export function rowsFirst(x: Dense): Dense {
  const [steps, width, rows] = x.shape;
  return build([steps, rows, width], ([t, row, j]) => elementAt(x, [t, j, row]));
}
