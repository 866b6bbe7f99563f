import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ModelError, packState, type StateArray, unpackState } from '../../src/base/index.ts';

const state = {
  type: 'KMeans',
  version: 2,
  meta: { clusters: 3, name: 'größte', nested: { list: [1, null, 'a'] } },
  arrays: {
    centers: new Float32Array([1.5, Number.NaN, -0]),
    odd: new Uint8Array([1, 2, 3]),
    sums: new Float64Array([Math.PI, Number.POSITIVE_INFINITY]),
    labels: new Int32Array([-1, 0, 2 ** 31 - 1]),
    none: new Int32Array(0),
    counts: new Uint32Array([2 ** 32 - 1]),
  },
};

test('unpackState(packState(state)) gives everything back, bit for bit', () => {
  expect(unpackState(packState(state))).toEqual(state);
  expect(unpackState(packState(state), ['PCA', 'KMeans']).type).toBe('KMeans');
  const empty = { type: 'Empty', version: 1, meta: {}, arrays: {} };
  expect(unpackState(packState(empty))).toEqual(empty);
});

test('unpackState(packState(state)) holds for any names, numbers and lengths', () => {
  const array: fc.Arbitrary<StateArray> = fc.oneof(
    fc.float32Array(),
    fc.float64Array(),
    fc.int32Array(),
    fc.uint8Array(),
    fc.uint32Array(),
  );
  // `__proto__` is no name that an object literal can carry.
  const name = fc.string().filter((text) => text !== '__proto__');
  const arbitrary = fc.record({
    type: fc.string(),
    version: fc.nat(),
    meta: fc.dictionary(name, fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))),
    arrays: fc.dictionary(name, array),
  });
  fc.assert(
    fc.property(arbitrary, (given) => {
      const back = unpackState(packState(given));
      expect(JSON.stringify(back.meta)).toBe(JSON.stringify(given.meta));
      expect(Object.keys(back.arrays)).toEqual(Object.keys(given.arrays));
      for (const [key, value] of Object.entries(given.arrays)) {
        expect(back.arrays[key].constructor).toBe(value.constructor);
        expect(Buffer.from(back.arrays[key].slice().buffer)).toEqual(
          Buffer.from(value.slice().buffer),
        );
      }
    }),
  );
});

test('packState() of a view packs its part only, and changes nothing', () => {
  const whole = new Float32Array([1, 2, 3, 4]);
  const packed = packState({ ...state, arrays: { part: whole.subarray(1, 3) } });
  expect([...unpackState(packed).arrays.part]).toEqual([2, 3]);
  expect([...whole]).toEqual([1, 2, 3, 4]);
});

test('packState() refuses numbers that JSON would turn into null', () => {
  const meta = { options: { eps: Number.POSITIVE_INFINITY } };
  expect(() => packState({ ...state, meta })).toThrow(
    new ModelError(
      'Model state: meta must be plain JSON, got Infinity for "eps". Keep such numbers in an array.',
    ),
  );
});

test('unpackState() refuses another kind of file, another layout and another model, each with its sentence', () => {
  const buffer = packState(state);
  expect(() => unpackState(new ArrayBuffer(3))).toThrow(/must begin with the clade mark/);
  expect(() => unpackState(new TextEncoder().encode('{"type": "KMeans"}').buffer)).toThrow(
    /must begin with the clade mark/,
  );
  const later = buffer.slice(0);
  new DataView(later).setUint16(6, 9, true);
  expect(() => unpackState(later)).toThrow(/layout must be 1, got 9\. Use the clade version/);
  expect(() => unpackState(buffer, ['PCA', 'UMAP'])).toThrow(
    'Model state: the model must be PCA or UMAP, got "KMeans".',
  );
});

/** What unpackState says about a buffer: the error's name, or 'nothing'. */
function complaint(buffer: ArrayBuffer): string {
  try {
    unpackState(buffer);
  } catch (error) {
    return (error as Error).name;
  }
  return 'nothing';
}

test('unpackState() notices every single flipped bit, with a ModelError', () => {
  const whole = packState(state);
  const missed: string[] = [];
  for (let bit = 0; bit < whole.byteLength * 8; bit++) {
    const damaged = whole.slice(0);
    new Uint8Array(damaged)[bit >> 3] ^= 1 << (bit & 7);
    if (complaint(damaged) !== 'ModelError') missed.push(`bit ${bit}: ${complaint(damaged)}`);
  }
  expect(missed).toEqual([]);
});

test('unpackState() notices a file cut short anywhere, with a ModelError', () => {
  const whole = packState(state);
  const missed: number[] = [];
  for (let length = 0; length < whole.byteLength; length++) {
    if (complaint(whole.slice(0, length)) !== 'ModelError') missed.push(length);
  }
  expect(missed).toEqual([]);
});
