import type { TensorData } from '../session.ts';
import type { Model, Rows } from './model.ts';

/** Rows of a part, about: half of them take nearly as long. */
const LEAST = 16;

/** Rows from…to−1 of a batch. */
export interface Shard {
  readonly from: number;
  readonly to: number;
}

/** A batch in at most so many parts of about one size: by its rows alone, never by how many threads there are. */
export function cutBatch(rows: number, most: number): readonly Shard[] {
  const parts = Math.max(1, Math.min(most, Math.ceil(rows / LEAST)));
  const at = (part: number) => Math.floor((part * rows) / parts);
  return Array.from({ length: parts }, (_, i) => ({ from: at(i), to: at(i + 1) }));
}

/** Places from…to−1 of one axis. */
export function cutAxis(
  { data, shape }: TensorData,
  axis: number,
  { from, to }: Shard,
): TensorData {
  const inner = product(shape.slice(axis + 1));
  const outer = product(shape.slice(0, axis));
  const [width, kept] = [shape[axis] * inner, (to - from) * inner];
  const made = data.slice(0, outer * kept);
  for (let i = 0; i < outer; i++) {
    const row = data.subarray(i * width + from * inner, i * width + to * inner);
    (made as Float32Array).set(row as Float32Array, i * kept);
  }
  return { data: made, shape: shape.with(axis, to - from) };
}

/** The rows at these places of each table. */
export function gatherRows(
  { inputs }: Model,
  rows: Rows,
  places: BigInt64Array,
): Record<string, TensorData> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => {
      const width = product(shape);
      const table = rows[name];
      const data = table.slice(0, places.length * width);
      places.forEach((place, i) => {
        const row = table.subarray(Number(place) * width, (Number(place) + 1) * width);
        (data as Float32Array).set(row as Float32Array, i * width);
      });
      return [name, { data, shape: [places.length, ...shape] }];
    }),
  );
}

const product = (axes: readonly number[]) => axes.reduce((a, b) => a * b, 1);
