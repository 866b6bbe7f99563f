import type { State, StateArray } from '../base/index.ts';
import { Matrix, Panel, SeriesMatrix } from '../numeric/index.ts';

/** Rows, or series with their channels and lengths, as parts of a model's state: the numbers under `name`. */
export function packRows(x: Matrix, name: string): Pick<State, 'meta' | 'arrays'> {
  if (!(x instanceof SeriesMatrix)) return { meta: { cols: x.cols }, arrays: { [name]: x.data } };
  const { data, channels, lengths } = x.panel;
  return { meta: { cols: x.cols, channels }, arrays: { [name]: data, lengths } };
}

/** What `packRows` packed. */
export function unpackRows({ meta, arrays }: State, name: string): Matrix {
  const data = arrays[name] as Float32Array;
  const { cols, channels } = meta as { readonly cols: number; readonly channels?: number };
  const rows = data.length / cols;
  if (channels === undefined) return new Matrix(data, rows, cols);
  const lengths = arrays.lengths as Int32Array & StateArray;
  return new SeriesMatrix(new Panel(data, rows, channels, cols / channels, lengths));
}
