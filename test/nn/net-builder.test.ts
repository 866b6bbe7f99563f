import { expect, test } from 'vitest';
import {
  add,
  concat,
  gemm,
  gradients,
  mean,
  mul,
  newNet,
  relu,
  reshape,
  square,
  sub,
  sum,
  type Tensor,
} from '../../src/nn/index.ts';

test('the same operation on the same values is one node', () => {
  const net = newNet();
  const x = net.input('x', ['rows', 2]);
  expect(add(square(x), square(x)).name).toBe(add(square(x), square(x)).name);
  expect(net.nodes.map(({ op }) => op)).toEqual(['Square', 'Add']);
  expect(net.constant(2).name).toBe(net.constant(2).name);
});

test('finish(outputs) leaves out what they do not need, and inputs only when asked', () => {
  const net = newNet();
  const [x, unused] = [net.input('x', [2]), net.input('unused', [2])];
  mul(unused, 3);
  const y = mul(x, 2);
  const all = net.finish({ y });
  expect([all.nodes.length, all.constants.length, all.inputs.length]).toEqual([1, 1, 2]);
  expect(net.finish({ y }, false).inputs.map(({ name }) => name)).toEqual(['x']);
});

test('gradients(loss, by) makes only what leads to one of the values', () => {
  const net = newNet();
  const x = net.input('x', ['rows', 3]);
  const [w, v] = [net.input('w', [3, 4]), net.input('v', [4, 1])];
  const loss = mean(square(gemm(relu(gemm(x, w)), v)));
  const [byV] = gradients(loss, [v]);
  const products = net.finish({ byV }).nodes.filter(({ op }) => op === 'Gemm');
  expect(products.map(({ attributes }) => attributes.transA)).toEqual([0, 0, 1]);
  expect(net.finish({ byV }).nodes.some(({ op }) => op === 'Transpose')).toBe(false);
});

test('gradients(loss, [unrelated]) are zeros, and a loss of many numbers is refused', () => {
  const net = newNet();
  const [x, y] = [net.input('x', [2]), net.input('y', [3])];
  const [byY] = gradients(sum(x), [y]);
  expect(byY.shape).toEqual([3]);
  expect(() => gradients(square(x), [x])).toThrow('the loss must be one real number');
});

test.each<[string, (x: Tensor, y: Tensor) => unknown, string]>([
  ['add', (x, y) => add(x, y), 'Add: shapes must agree or be 1 in every axis'],
  [
    'gemm',
    (x, y) => gemm(x, y),
    'Gemm: inner axes must agree, got float[rows, 2] and float[5, 3].',
  ],
  ['concat', (x, y) => concat([x, y], 1), 'Concat: parts must agree but along axis 1'],
  ['sum', (x) => sum(x, [2]), 'ReduceSum: axis must be one of 2 axes, got 2.'],
  ['reshape', (_x, y) => reshape(y, [4, 4]), 'Reshape: float[5, 3] cannot become [4, 4].'],
])('%s(x, y) of shapes that do not fit says which', (_name, make, message) => {
  const net = newNet();
  const [x, y] = [net.input('x', ['rows', 2]), net.input('y', [5, 3])];
  expect(() => make(x, y)).toThrow(message);
});

test('a value of another net, a name given twice, and an output named like a value are refused', () => {
  const net = newNet();
  const x = net.input('x', [2]);
  expect(() => sub(x, newNet().input('x', [2]))).toThrow('Net: x belongs to another net.');
  expect(() => net.input('x', [2])).toThrow('Net: names must differ, got x twice.');
  expect(() => net.finish({ x: square(x) })).toThrow(
    'an output must have a name of its own, got x',
  );
});
