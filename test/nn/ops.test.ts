// What every operation of the list promises. A new one is tested as soon as it has a line in op-samples.ts.
import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import {
  add,
  type Dense,
  evaluateNet,
  gradients,
  mul,
  type Net,
  newNet,
  openSession,
  opList,
  sum,
  type Tensor,
  type TensorData,
  writeOnnx,
} from '../../src/nn/index.ts';
import { opSamples, type Sample, type SampleInput } from './op-samples.ts';

const ROWS = [1, 3, 8, 17];
/** Differences are taken for few rows, number by number; with more, ONNX Runtime must follow the reference. */
const DIFFERENCES = 3;
// A loop is no function of its inputs alone; net.test.ts tries it.
const names = opList.map((op) => op.name).filter((name) => name !== 'Loop');

function draw(input: SampleInput, rows: number, random: Random): Dense {
  const shape = input.shape.map((axis) => (axis === 'rows' ? rows : Number(axis)));
  const { from = 'apart' } = input;
  const number = () => {
    if (typeof from === 'object') {
      const { below, least = 0 } = from;
      return least + random.integer(below - least);
    }
    if (from === 'positive') return 0.2 + 2 * random.next();
    if (from === 'wide') return 6 * random.next() - 3;
    if (from === 'gaps' && random.next() < 0.4) return Number.NaN;
    return (0.1 + random.next()) * (random.next() < 0.5 ? -1 : 1);
  };
  const size = shape.reduce((a, b) => a * b, 1);
  return { shape, data: Float64Array.from({ length: size }, () => Math.fround(number())) };
}

function toTensor({ shape, data }: Dense, { type = 'float' }: SampleInput): TensorData {
  if (type === 'int64') return { shape, data: BigInt64Array.from(data, BigInt) };
  return { shape, data: type === 'bool' ? Uint8Array.from(data) : Float32Array.from(data) };
}

/** The op alone, and Σ output·probe with its gradients, where there are any. */
function buildNets(name: string, { inputs, attributes, through, write }: Sample) {
  const net = newNet();
  const given = inputs.map(({ shape, type }, i) => net.input(`x${i}`, shape, type));
  const outputs = write === undefined ? net.add(name, given, attributes) : write(given);
  const plain = net.finish(Object.fromEntries(outputs.map((value, i) => [`y${i}`, value])));
  const real = outputs.slice(0, through).filter((value) => value.type === 'float');
  const probes = real.map((value, i) => net.input(`probe${i}`, value.shape));
  const terms = real.map((value, i) => sum(mul(value, probes[i])));
  const loss = terms.length === 0 ? undefined : terms.reduce((a, b) => add(a, b) as Tensor);
  const by = given.filter((value) => value.type === 'float');
  const slopes =
    loss &&
    net.finish({
      loss,
      ...Object.fromEntries(gradients(loss, by).map((slope, i) => [`by ${by[i].name}`, slope])),
    });
  const only = loss && net.finish({ loss });
  return { plain, slopes, only, probes: probes.length };
}

function expectNear(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  off: number,
  what: string,
) {
  expect(found.length, what).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const scale = Math.max(1, Math.abs(expected[i]));
    expect(Math.abs(found[i] - expected[i]) / scale, `${what}, number ${i}`).toBeLessThan(off);
  }
}

async function expectOnnxLikeReference(
  net: Net,
  feeds: Record<string, Dense>,
  tensors: Record<string, TensorData>,
  what: string,
) {
  const expected = evaluateNet(net, feeds);
  await using session = await openSession(writeOnnx(net), { threads: 1 });
  const found = await session.run(tensors);
  for (const [name, { shape, data }] of Object.entries(expected)) {
    expect(found[name].shape, `${what}, ${name}`).toEqual(shape);
    expectNear(Array.from(found[name].data, Number), data, 2e-5, `${what}, ${name}`);
  }
  return expected;
}

test.each(names)('%s: ONNX Runtime gives what the reference gives', async (name) => {
  expect(opSamples, `test/nn/op-samples.ts must have a line for ${name}`).toHaveProperty(name);
  for (const [s, sample] of opSamples[name].entries()) {
    const { plain } = buildNets(name, sample);
    for (const rows of ROWS) {
      const random = new Random(3).fork(`${name} ${s} ${rows}`);
      const drawn = sample.inputs.map((input) => draw(input, rows, random));
      const feeds = Object.fromEntries(drawn.map((value, i) => [`x${i}`, value]));
      const tensors = Object.fromEntries(
        drawn.map((value, i) => [`x${i}`, toTensor(value, sample.inputs[i])]),
      );
      await expectOnnxLikeReference(plain, feeds, tensors, `sample ${s}, ${rows} rows`);
    }
  }
});

const withGradient = opList
  .filter((op) => op.gradient !== undefined && op.name !== 'Recurrent')
  .map((op) => op.name);
test.each(withGradient)('gradients(loss, [x]) through %s are finite differences', async (name) => {
  for (const [s, sample] of opSamples[name].entries()) {
    const { plain, slopes, only, probes } = buildNets(name, sample);
    if (slopes === undefined || only === undefined) continue;
    for (const rows of ROWS) {
      const what = `sample ${s}, ${rows} rows`;
      const random = new Random(4).fork(`${name} ${s} ${rows}`);
      const drawn = sample.inputs.map((input) => draw(input, rows, random));
      const feeds = Object.fromEntries(drawn.map((value, i) => [`x${i}`, value]));
      const values = evaluateNet(plain, feeds);
      for (let i = 0; i < probes; i++) {
        const { shape, data } = values[`y${i}`];
        feeds[`probe${i}`] = { shape, data: data.map(() => Math.fround(random.normal())) };
      }
      const tensors = Object.fromEntries(
        Object.entries(feeds).map(([key, value]) => [
          key,
          toTensor(value, sample.inputs[Number(key.slice(1))] ?? {}),
        ]),
      );
      const found = await expectOnnxLikeReference(slopes, feeds, tensors, what);
      if (rows > DIFFERENCES) continue;
      const lossAt = (key: string, at: number, step: number) => {
        const data = feeds[key].data.slice();
        data[at] += step;
        return evaluateNet(only, { ...feeds, [key]: { shape: feeds[key].shape, data } }).loss
          .data[0];
      };
      for (const { name: key } of slopes.inputs.filter(({ name }) => `by ${name}` in found)) {
        const step = 1e-5;
        const expected = feeds[key].data.map(
          (_, at) => (lossAt(key, at, step) - lossAt(key, at, -step)) / (2 * step),
        );
        expectNear(found[`by ${key}`].data, expected, 1e-6, `${what}, by ${key}`);
      }
    }
  }
});
