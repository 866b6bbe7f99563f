import { ModelError } from '../../base/index.ts';
import type { Axis, ElementType, Shape, Value } from '../types.ts';

/** What a shape rule gives: a value that has no name yet. */
export interface Outline {
  readonly type: ElementType;
  readonly shape: Shape;
}

/** `float[rows, 20]` */
export function outlineText({ type, shape }: Outline): string {
  return `${type}[${shape.join(', ')}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((axis, i) => axis === b[i]);
}

/** The number of elements, where every axis has a length. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** Axis counted from the front: −1 is the last one. */
export function axisOf(where: string, axis: number, rank: number): number {
  const place = axis < 0 ? axis + rank : axis;
  if (!(Number.isInteger(place) && place >= 0 && place < rank)) {
    throw new ModelError(`${where}: axis must be one of ${rank} axes, got ${axis}.`);
  }
  return place;
}

/** The shape of an operation number by number, as NumPy and ONNX broadcast: axes of length 1 stretch. */
export function broadcastShapes(where: string, ...shapes: Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, at) => {
    let found: Axis = 1;
    for (const shape of shapes) {
      const axis = shape[at - rank + shape.length] ?? 1;
      if (axis === 1 || axis === found) continue;
      if (found !== 1) {
        throw new ModelError(
          `${where}: shapes must agree or be 1 in every axis, got ${shapes.map((s) => `[${s.join(', ')}]`).join(' and ')}.`,
        );
      }
      found = axis;
    }
    return found;
  });
}

/** @throws {ModelError} an input of another type or number of axes than the operation takes */
export function checkInput(
  where: string,
  value: Value,
  { type, rank }: { type?: ElementType; rank?: number },
): void {
  if (type !== undefined && value.type !== type) {
    throw new ModelError(`${where}: ${value.name} must be ${type}, got ${outlineText(value)}.`);
  }
  if (rank !== undefined && value.shape.length !== rank) {
    throw new ModelError(
      `${where}: ${value.name} must have ${rank} axes, got ${outlineText(value)}.`,
    );
  }
}
