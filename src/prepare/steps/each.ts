/** Every number through a function; the missing stay missing. */
export function each(values: Float64Array, change: (value: number) => number): Float64Array {
  return values.map((value) => (Number.isNaN(value) ? value : change(value)));
}
