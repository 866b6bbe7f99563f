/** Named arrays laid one behind the other in one, each at a multiple of 4 numbers: a row that kernels go over once. */
export interface Layout {
  readonly length: number;
  readonly places: Readonly<Record<string, { readonly from: number; readonly to: number }>>;
}

export function layOut(
  items: readonly { readonly name: string; readonly shape: readonly number[] }[],
): Layout {
  const places: Record<string, { from: number; to: number }> = {};
  let length = 0;
  for (const { name, shape } of items) {
    const size = shape.reduce((a, b) => a * b, 1);
    places[name] = { from: length, to: length + size };
    length += 4 * Math.ceil(size / 4);
  }
  return { length, places };
}

/** The named parts of a flat array, as views. */
export function partsOf(flat: Float32Array, { places }: Layout): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(places).map(([name, { from, to }]) => [name, flat.subarray(from, to)]),
  );
}
