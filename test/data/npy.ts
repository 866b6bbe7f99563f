/** A NumPy array file written by hand: version, header, numbers. */
export function npy(header: string, numbers: Buffer, version = 1): Buffer {
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(header.length);
  else length.writeUInt32LE(header.length);
  return Buffer.concat([
    Buffer.from('\x93NUMPY', 'latin1'),
    Buffer.from([version, 0]),
    length,
    Buffer.from(header, 'latin1'),
    numbers,
  ]);
}

export const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer);

/** The header of a plain array. */
export const headerOf = (descr: string, shape: string, fortran = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;

/** An array of n series of as many numbers of 32 bits. */
export function npyOf(rows: readonly (readonly number[])[]): Buffer {
  return npy(headerOf('<f4', `(${rows.length}, ${rows[0].length})`), floats(...rows.flat()));
}
