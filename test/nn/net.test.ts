import { expect, test } from 'vitest';
import {
  evaluateNet,
  gemm,
  gradients,
  loop,
  mean,
  mul,
  newNet,
  openSession,
  printNet,
  relu,
  square,
  sub,
  writeOnnx,
} from '../../src/nn/index.ts';

const floats = (shape: number[], ...data: number[]) => ({ shape, data: Float32Array.from(data) });
const doubles = (shape: number[], ...data: number[]) => ({ shape, data: Float64Array.from(data) });

test('printNet(net) shows one layer and its gradient without work that nobody needs', () => {
  const net = newNet();
  const x = net.input('x', ['rows', 3]);
  const w = net.input('w', [3, 2]);
  const b = net.input('b', [2]);
  const loss = mean(square(sub(relu(gemm(x, w, b)), 1)));
  const [byW, byB] = gradients(loss, [w, b]);
  expect(printNet(net.finish({ loss, byW, byB }))).toMatchInlineSnapshot(`
    "input x: float[rows, 3]
    input w: float[3, 2]
    input b: float[2]
    constant c3: float[] = 1
    constant c8: float[] = 2
    v1: float[rows, 2] = Gemm(x, w, b, transA=0, transB=0, alpha=1)
    v2: float[rows, 2] = Relu(v1)
    v4: float[rows, 2] = Sub(v2, c3)
    v5: float[rows, 2] = Square(v4)
    v6: float[] = ReduceMean(v5, axes=[0, 1], keep=0)
    v7: float[] = AxisLength(x, axis=0)
    v9: float[] = Mul(v7, c8)
    v10: float[] = Div(c3, v9)
    v12: float[] = Mul(v10, c8)
    v14: float[rows, 2] = Mul(v12, v4)
    v15: float[rows, 2] = Step(v2)
    v16: float[rows, 2] = Mul(v14, v15)
    v17: float[3, 2] = Gemm(x, v16, transA=1, transB=0, alpha=1)
    v18: float[2] = ReduceSum(v16, axes=[0], keep=0)
    output loss = v6
    output byW = v17
    output byB = v18
    "
  `);
});

test('loop(count, start, body) runs steps inside one call, and computes outside what does not change', async () => {
  const net = newNet();
  const count = net.input('count', [], 'int64');
  const x = net.input('x', ['rows', 2]);
  const start = net.input('start', [2, 1]);
  const { carried, kept } = loop(count, [start], (_round, [w]) => {
    const loss = mean(square(sub(gemm(mul(x, 2), w), 1)));
    const [slope] = gradients(loss, [w]);
    return { carried: [sub(w, mul(slope, 0.1))], kept: [loss] };
  });
  const done = net.finish({ end: carried[0], losses: kept[0] });
  expect(done.nodes[0].op).toBe('Mul');
  const reference = evaluateNet(done, {
    count: doubles([], 3),
    x: doubles([2, 2], 1, 0.5, -1, 0.25),
    start: doubles([2, 1], 0.3, -0.2),
  });
  expect(reference.losses.shape).toEqual([3]);
  await using session = await openSession(writeOnnx(done));
  const found = await session.run({
    count: { data: BigInt64Array.of(3n), shape: [] },
    x: floats([2, 2], 1, 0.5, -1, 0.25),
    start: floats([2, 1], 0.3, -0.2),
  });
  for (const name of ['end', 'losses']) {
    expect(found[name].shape).toEqual(reference[name].shape);
    reference[name].data.forEach((value, i) => {
      expect(Number(found[name].data[i])).toBeCloseTo(value, 5);
    });
  }
});
