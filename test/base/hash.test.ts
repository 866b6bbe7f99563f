import { expect, test } from 'vitest';
import { hashBytes, hashText } from '../../src/base/index.ts';

// Fowler, Noll & Vo publish these values for 32-bit FNV-1a.
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])(
  'hashText("%s") and hashBytes() of the same letters give the published FNV-1a value',
  (text, hash) => {
    expect(hashText(text)).toBe(hash);
    expect(hashBytes(new TextEncoder().encode(text))).toBe(hash);
  },
);

test('hashBytes() reads the bytes of a view only', () => {
  const bytes = new TextEncoder().encode('xfoobarx');
  expect(hashBytes(bytes.subarray(1, 7))).toBe(0xbf9cf968);
});
