import { SourceError, show } from '../../base/index.ts';
import { labelOf, type ReadSeries } from './series-rows.ts';

/** How the numbers of an array lie in its file. */
interface Layout {
  readonly bytes: number;
  readonly read: (at: number) => number;
}

/**
 * The series of a NumPy array file: t, n × t or n × c × t numbers, of any order of bytes and of axes.
 *
 * Layout (NEP 1): `\x93NUMPY`, version, length of the header (2 bytes in version 1, then 4), the header as a Python
 * dictionary, the numbers. Memory: the file, and 8 bytes per number.
 *
 * @param labelled whether the first number of each row is its class
 * @throws {SourceError} another file, a kind of array that holds no numbers, more than three axes, a file cut off
 */
export function readNpy(
  file: Buffer,
  where: string,
  labelled: boolean,
  take: (series: ReadSeries) => void,
): void {
  const { descr, fortran, shape, at } = readHeader(file, where);
  const layout = layoutOf(descr, file, where);
  if (shape.length < 1 || shape.length > 3) {
    throw new SourceError(
      `${where}: an array must have 1 to 3 axes (steps, series × steps, series × channels × steps), got ${shape.length}.`,
    );
  }
  const [n, c, t] = [
    shape.length === 1 ? 1 : shape[0],
    shape.length === 3 ? shape[1] : 1,
    shape[shape.length - 1],
  ];
  const size = n * c * t * layout.bytes;
  if (file.length - at !== size) {
    throw new SourceError(
      `${where}: an array of ${shape.join(' × ')} numbers must have ${size} bytes behind its header, got ${file.length - at}. The file is cut off or damaged.`,
    );
  }
  if (labelled && shape.length !== 2) {
    throw new SourceError(
      `${where}: labels before the series need an array of 2 axes, got ${shape.length}. Leave label out.`,
    );
  }
  // Steps between neighbours along each axis, in numbers.
  const [byRow, byChannel, byStep] = fortran ? [1, n, n * c] : [c * t, t, 1];
  const first = labelled ? 1 : 0;
  for (let i = 0; i < n; i++) {
    const channels = Array.from({ length: c }, (_, channel) => {
      const values = new Float64Array(t - first);
      for (let s = first; s < t; s++) {
        const value = layout.read(
          at + layout.bytes * (i * byRow + channel * byChannel + s * byStep),
        );
        if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
          throw new SourceError(
            `${where}: every number of a series must be finite or NaN, got an infinite one in series ${i + 1}, step ${s + 1 - first}. Mend the file.`,
          );
        }
        values[s - first] = value;
      }
      return values;
    });
    const label = labelled
      ? { label: labelOf(String(layout.read(at + layout.bytes * i * byRow))) }
      : {};
    take({ ...label, channels });
  }
}

const MAGIC = '\x93NUMPY';

function readHeader(file: Buffer, where: string) {
  if (file.length < 10 || file.toString('latin1', 0, 6) !== MAGIC) {
    throw new SourceError(
      `${where}: must be a NumPy array, but does not begin like one. It may be cut off or of another format.`,
    );
  }
  const long = file[6] >= 2;
  const start = long ? 12 : 10;
  const length = long ? file.readUInt32LE(8) : file.readUInt16LE(8);
  const text = file.toString('latin1', start, start + length);
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (descr === undefined || fortran === undefined || shape === undefined) {
    throw new SourceError(
      `${where}: the header must say the type, the order and the shape of a plain array of numbers, and does not. Save it with numpy.save as float32.`,
    );
  }
  const sizes = shape
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number);
  return { descr, fortran: fortran === 'True', shape: sizes, at: start + length };
}

function layoutOf(descr: string, file: Buffer, where: string): Layout {
  const big = descr.startsWith('>');
  const kind = descr.replace(/^[<>|=]/, '');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const little = !big;
  const readers: Readonly<Record<string, Layout>> = {
    f4: { bytes: 4, read: (at) => view.getFloat32(at, little) },
    f8: { bytes: 8, read: (at) => view.getFloat64(at, little) },
    i1: { bytes: 1, read: (at) => view.getInt8(at) },
    i2: { bytes: 2, read: (at) => view.getInt16(at, little) },
    i4: { bytes: 4, read: (at) => view.getInt32(at, little) },
    i8: { bytes: 8, read: (at) => Number(view.getBigInt64(at, little)) },
    u1: { bytes: 1, read: (at) => view.getUint8(at) },
    u2: { bytes: 2, read: (at) => view.getUint16(at, little) },
    u4: { bytes: 4, read: (at) => view.getUint32(at, little) },
    u8: { bytes: 8, read: (at) => Number(view.getBigUint64(at, little)) },
    b1: { bytes: 1, read: (at) => view.getUint8(at) },
  };
  const found = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (found !== undefined) return found;
  throw new SourceError(
    `${where}: an array must hold numbers of 32 or 64 bits, whole numbers or booleans, got ${show(descr)}. Save it with numpy.save as float32.`,
  );
}
