import { expect, test } from 'vitest';
import { openCompute } from '../../src/compute/index.ts';

test.each([true, false])(
  'Scope.put(), .f32(), .f64(), .i32() and .u8() give copies and zeros (shared memory: %s)',
  async (share) => {
    const compute = await openCompute(1, share);
    using scope = compute.scope();
    const given = new Float32Array([1, 2, 3, 4]);
    const block = scope.put(given.subarray(1, 3));
    expect([...block.view]).toEqual([2, 3]);
    block.view[0] = 9;
    expect(given[1]).toBe(2);
    for (const type of ['f32', 'f64', 'i32', 'u8'] as const) {
      expect([...scope[type](3).copy()]).toEqual([0, 0, 0]);
      expect(scope[type](0).length).toBe(0);
    }
  },
);

test('a block that is used again holds zeros, whatever the last owner wrote', async () => {
  const compute = await openCompute(1);
  let at: number;
  {
    using scope = compute.scope();
    const block = scope.f64(100);
    block.view.fill(7);
    at = block.at;
  }
  using scope = compute.scope();
  const block = scope.f64(100);
  expect(block.at).toBe(at);
  expect(block.view.every((value) => value === 0)).toBe(true);
});

test.each([true, false])(
  'Block.copy() outlives the scope and the growth of the memory (shared memory: %s)',
  async (share) => {
    const compute = await openCompute(1, share);
    using scope = compute.scope();
    const block = scope.put(new Int32Array([1, 2, 3]));
    const copy = block.copy();
    const view = scope.f32(5_000_000);
    expect(view.view[4_999_999]).toBe(0);
    expect([...block.view]).toEqual([1, 2, 3]);
    expect([...copy]).toEqual([1, 2, 3]);
    expect(copy.buffer.byteLength).toBe(12);
  },
);

test('scopes that are disposed of leave the heap as it was, also when work throws', async () => {
  const compute = await openCompute(1);
  const place = () => {
    using scope = compute.scope();
    return scope.u8(1).at;
  };
  const before = place();
  expect(() => {
    using scope = compute.scope();
    scope.f32(10);
    scope.f64(1000);
    throw new Error('in the middle');
  }).toThrow('in the middle');
  expect(place()).toBe(before);
});
