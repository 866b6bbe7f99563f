/**
 * State buffers: what a model learned, as one ArrayBuffer that any later clade can read or refuse
 * with a reason. No code is stored, so nothing is executed on loading.
 *
 *   0  'CLADE\0'      magic
 *   6  u16            layout version
 *   8  u32            length of the header in bytes
 *  12  u32            FNV-1a of everything behind byte 16
 *  16  JSON header    { type, version, meta, arrays: { name: [element type, byte offset, length] } }
 *   …  arrays, each aligned to 8 bytes, little-endian
 */
import { ModelError, show } from './errors.ts';
import { hashBytes } from './hash.ts';

const MAGIC = [0x43, 0x4c, 0x41, 0x44, 0x45, 0];
const LAYOUT = 1;
const DATA_START = 16;

const ELEMENTS = { Float32Array, Float64Array, Int32Array, Uint8Array, Uint32Array } as const;
type ElementName = keyof typeof ELEMENTS;
export type StateArray = Float32Array | Float64Array | Int32Array | Uint8Array | Uint32Array;

export interface State {
  /** Which model it is, e.g. 'KMeans'. */
  readonly type: string;
  /** The version of that model's own content. */
  readonly version: number;
  /** Plain JSON: options and scalars. */
  readonly meta: Record<string, unknown>;
  readonly arrays: Readonly<Record<string, StateArray>>;
}

const align = (offset: number) => Math.ceil(offset / 8) * 8;

/** The state as one buffer. Cost: one copy of the arrays. */
export function packState(state: State): ArrayBuffer {
  const places: Record<string, [string, number, number]> = {};
  let size = 0;
  for (const [name, array] of Object.entries(state.arrays)) {
    places[name] = [array.constructor.name, size, array.length];
    size = align(size + array.byteLength);
  }
  const header = new TextEncoder().encode(
    JSON.stringify(
      { type: state.type, version: state.version, meta: state.meta, arrays: places },
      refuseWhatJsonLoses,
    ),
  );
  const dataStart = align(DATA_START + header.length);
  const buffer = new ArrayBuffer(dataStart + size);
  const bytes = new Uint8Array(buffer);
  const view = new DataView(buffer);
  bytes.set(MAGIC);
  view.setUint16(6, LAYOUT, true);
  view.setUint32(8, header.length, true);
  bytes.set(header, DATA_START);
  for (const [name, array] of Object.entries(state.arrays)) {
    const raw = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    bytes.set(raw, dataStart + places[name][1]);
  }
  view.setUint32(12, hashBytes(bytes.subarray(DATA_START)), true);
  return buffer;
}

/** JSON would write null for these, and nobody would notice before the model is used. */
function refuseWhatJsonLoses(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new ModelError(
      `Model state: meta must be plain JSON, got ${value} for ${show(key)}. Keep such numbers in an array.`,
    );
  }
  return value;
}

/**
 * Reads a buffer made by `packState`.
 *
 * @param types the model types that the caller can use; any when left out
 * @throws {ModelError} not such a buffer, damaged, cut short, or of another type
 */
export function unpackState(buffer: ArrayBuffer, types?: readonly string[]): State {
  const bytes = new Uint8Array(buffer);
  if (bytes.length < DATA_START || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new ModelError(
      'Model state: the buffer must begin with the clade mark. It is another kind of file.',
    );
  }
  const view = new DataView(buffer);
  const layout = view.getUint16(6, true);
  if (layout !== LAYOUT) {
    throw new ModelError(
      `Model state: layout must be ${LAYOUT}, got ${layout}. Use the clade version that wrote it.`,
    );
  }
  if (view.getUint32(12, true) !== hashBytes(bytes.subarray(DATA_START))) {
    throw new ModelError(
      'Model state: the checksum does not match. The file is damaged or cut short; fit again.',
    );
  }
  const headerLength = view.getUint32(8, true);
  const dataStart = align(DATA_START + headerLength);
  let header: Omit<State, 'arrays'> & { arrays: Record<string, [ElementName, number, number]> };
  const arrays: Record<string, StateArray> = {};
  try {
    const text = new TextDecoder().decode(bytes.subarray(DATA_START, DATA_START + headerLength));
    header = JSON.parse(text);
    for (const [name, [element, offset, length]] of Object.entries(header.arrays)) {
      arrays[name] = new ELEMENTS[element](buffer, dataStart + offset, length);
    }
  } catch (cause) {
    // The checksum does not cover the header's length, and a matching one does not prove good faith.
    throw new ModelError(
      'Model state: the header cannot be read. The file is damaged; fit again.',
      { cause },
    );
  }
  if (types && !types.includes(header.type)) {
    throw new ModelError(
      `Model state: the model must be ${types.join(' or ')}, got ${show(header.type)}.`,
    );
  }
  return { type: header.type, version: header.version, meta: header.meta, arrays };
}
