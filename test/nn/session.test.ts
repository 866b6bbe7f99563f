import { expect, test } from 'vitest';
import { ModelError } from '../../src/base/index.ts';
import { add, gemm, mul, newNet, openSession, sum, writeOnnx } from '../../src/nn/index.ts';

const floats = (shape: number[], ...data: number[]) => ({ shape, data: Float32Array.from(data) });

function doubling() {
  const net = newNet();
  const x = net.input('x', ['rows', 2]);
  return writeOnnx(net.finish({ twice: mul(x, 2), total: sum(x) }));
}

test('Session.run(feeds) leaves feeds as they were, for any number of rows', async () => {
  await using session = await openSession(doubling());
  expect([session.inputs, session.outputs]).toEqual([['x'], ['twice', 'total']]);
  for (const rows of [1, 3, 8]) {
    const x = floats([rows, 2], ...Array.from({ length: 2 * rows }, (_, i) => i));
    const before = x.data.slice();
    const { twice, total } = await session.run({ x });
    expect(twice).toEqual({ shape: [rows, 2], data: before.map((v) => 2 * v) });
    expect(total).toEqual({ shape: [], data: Float32Array.of((2 * rows - 1) * rows) });
    expect(x.data).toEqual(before);
  }
});

test('Session.run(feeds, into) writes into the arrays that it is given', async () => {
  await using session = await openSession(doubling());
  const twice = floats([2, 2], 0, 0, 0, 0);
  const found = await session.run({ x: floats([2, 2], 1, 2, 3, 4) }, { twice });
  expect(found.twice).toBe(twice);
  expect([...twice.data]).toEqual([2, 4, 6, 8]);
  expect([...found.total.data]).toEqual([10]);
});

test('openSession(file, { threads }) gives the same bits on 1 and 2 threads', async () => {
  const net = newNet();
  const x = net.input('x', ['rows', 300]);
  const w = net.input('w', [300, 200]);
  const file = writeOnnx(net.finish({ y: gemm(x, w) }));
  const wave = (rows: number, cols: number) =>
    floats([rows, cols], ...Array.from({ length: rows * cols }, (_, i) => Math.sin(i)));
  const feeds = { x: wave(130, 300), w: wave(300, 200) };
  const found = [];
  for (const threads of [1, 2]) {
    await using session = await openSession(file, { threads });
    found.push((await session.run(feeds)).y.data);
  }
  expect(found[1]).toEqual(found[0]);
});

test('openSession(file, {}, { optimize }) gives the same numbers however much is rewritten', async () => {
  const net = newNet();
  const x = net.input('x', ['rows', 2]);
  const file = writeOnnx(net.finish({ y: add(gemm(x, net.constant([1, 2, 3, 4], [2, 2])), 1) }));
  for (const optimize of ['disabled', 'basic', 'extended', 'all'] as const) {
    await using session = await openSession(file, {}, { optimize });
    const { y } = await session.run({ x: floats([1, 2], 1, 1) });
    expect([...y.data]).toEqual([5, 7]);
  }
});

test('openSession refuses what is no net, and Session.run what does not fit, with one line', async () => {
  const error = await openSession(Uint8Array.of(1, 2, 3)).catch((caught) => caught);
  expect(error).toBeInstanceOf(ModelError);
  expect(error.message).toMatch(/^Session: ONNX Runtime refuses the net: .+$/);
  await using session = await openSession(doubling());
  await expect(session.run({ x: floats([1, 3], 1, 2, 3) })).rejects.toThrow(
    /^Session\.run: ONNX Runtime says: .+$/,
  );
});

test('writeOnnx(net, { weights }) keeps them in the file, and refuses those of another size', async () => {
  const net = newNet();
  const y = gemm(net.input('x', ['rows', 2]), net.input('w', [2, 1]));
  const done = net.finish({ y });
  await using session = await openSession(
    writeOnnx(done, { weights: { w: Float32Array.of(10, 1) }, metadata: { made: 'by hand' } }),
  );
  expect(session.inputs).toEqual(['x']);
  expect([...(await session.run({ x: floats([1, 2], 3, 4) })).y.data]).toEqual([34]);
  expect(() => writeOnnx(done, { weights: { w: Float32Array.of(1) } })).toThrow(
    'writeOnnx: w must have 2 numbers, got 1.',
  );
});
