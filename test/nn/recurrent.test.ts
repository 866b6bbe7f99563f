// PyTorch's numbers: test/golden/recurrent.py says how they came about.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bitsAt } from '../../src/compute/reference/noise.ts';
import {
  add,
  Design,
  gradients,
  mul,
  openSession,
  recurrent,
  sum,
  type Tensor,
  type TensorData,
  writeOnnx,
} from '../../src/nn/index.ts';

interface Case {
  readonly cell: 'lstm' | 'gru';
  readonly layers: number;
  readonly bidirectional: boolean;
  readonly ragged: boolean;
  readonly started: boolean;
  readonly outputs: readonly number[];
  readonly last: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}
const golden: { readonly lengths: readonly number[]; readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../golden/recurrent.json', import.meta.url), 'utf8'),
);
const [ROWS, STEPS, INPUTS, HIDDEN] = [3, 6, 2, 4];

/** The formula of the script: uniform within ±scale. */
function numbers(key: number, shape: readonly number[], scale = 1): TensorData {
  const length = shape.reduce((a, b) => a * b, 1);
  const data = Float32Array.from({ length }, (_, i) => (bitsAt(i, key, 0) / 2 ** 31 - 1) * scale);
  return { data, shape };
}

/** Relative to the largest number of the array: small ones are sums in which larger ones cancel. */
function expectNear({ data }: TensorData, expected: readonly number[], what: string) {
  expect(data.length, what).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  expected.forEach((value, i) => {
    expect(Math.abs(Number(data[i]) - value) / scale, `${what}, number ${i}`).toBeLessThan(1e-5);
  });
}

const titles = golden.cases.map((c) => {
  const words = [c.bidirectional && 'bidirectional', c.ragged && 'lengths', c.started && 'initial'];
  return [`${c.cell}, layers: ${c.layers}`, ...words.filter(Boolean)].join(', ');
});

test.each(titles)(
  'recurrent({ cell: %s }) and its gradient are those of PyTorch',
  async (title) => {
    const { cell, layers, bidirectional, ragged, started, ...expected } =
      golden.cases[titles.indexOf(title)];
    const directions = bidirectional ? 2 : 1;
    const width = layers * directions * HIDDEN;
    const design = new Design(true);
    const x = design.rows('x', [STEPS, INPUTS]);
    const states = ['state', 'cell'].slice(0, !started ? 0 : cell === 'lstm' ? 2 : 1);
    const initial = Object.fromEntries(states.map((name) => [name, design.rows(name, [width])]));
    const lengths = ragged ? design.rows('lengths', [], 'int64') : undefined;
    const { outputs, last } = recurrent(design, 'net', x, {
      cell,
      hidden: HIDDEN,
      layers,
      bidirectional,
      lengths,
      initial: started ? initial : undefined,
    });
    const probes = [
      design.rows('on outputs', [STEPS, directions * HIDDEN]),
      design.rows('on last', [directions * HIDDEN]),
    ];
    const loss = add(sum(mul(outputs, probes[0])), sum(mul(last, probes[1])));
    const by: Record<string, Tensor> = {
      x,
      ...initial,
      ...Object.fromEntries(design.parameters.map(({ name, tensor }) => [name.slice(4), tensor])),
    };
    const slopes = gradients(loss, Object.values(by));
    const named = Object.fromEntries(Object.keys(by).map((name, i) => [`by ${name}`, slopes[i]]));
    const feeds: Record<string, TensorData> = {
      x: numbers(1, [ROWS, STEPS, INPUTS]),
      ...Object.fromEntries(states.map((name, i) => [name, numbers(2 + i, [ROWS, width])])),
      ...(ragged && {
        lengths: { data: BigInt64Array.from(golden.lengths, BigInt), shape: [ROWS] },
      }),
      'on outputs': numbers(5, [ROWS, STEPS, directions * HIDDEN]),
      'on last': numbers(6, [ROWS, directions * HIDDEN]),
      ...Object.fromEntries(
        design.parameters.map(({ name, shape }, key) => [name, numbers(100 + key, shape, 0.8)]),
      ),
    };
    await using session = await openSession(
      writeOnnx(design.net.finish({ outputs, last, ...named })),
      { threads: 1 },
    );
    const found = await session.run(feeds);
    expectNear(found.outputs, expected.outputs, 'outputs');
    expectNear(found.last, expected.last, 'last');
    expect(Object.keys(by).sort()).toEqual(Object.keys(expected.gradients).sort());
    for (const [name, numbers] of Object.entries(expected.gradients)) {
      expectNear(found[`by ${name}`], numbers, `by ${name}`);
    }
  },
);

test('gradients(loss, [x]) through recurrent() in its form for use say that there is another for training', () => {
  const design = new Design(false);
  const x = design.rows('x', [STEPS, INPUTS]);
  const { last } = recurrent(design, 'net', x, { cell: 'gru', hidden: HIDDEN });
  expect(() => gradients(sum(last), [x])).toThrow(
    'Recurrent: it is the form for use; RecurrentSteps is the one for training.',
  );
});

test('recurrent({ initial, lengths }) without inputs gives the same in training as in use', async () => {
  const found: Record<string, TensorData>[] = [];
  for (const training of [true, false]) {
    const design = new Design(training);
    const state = design.rows('state', [HIDDEN]);
    const lengths = design.rows('lengths', [], 'int64');
    const options = { cell: 'lstm', hidden: HIDDEN, initial: { state }, lengths } as const;
    const made = recurrent(design, 'net', { steps: STEPS }, options);
    expect(design.parameters.map(({ name }) => name)).toEqual(
      ['weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0'].map((name) => `net/${name}`),
    );
    const file = writeOnnx(design.net.finish({ ...made }));
    await using session = await openSession(file, { threads: 1 });
    const weights = design.parameters.map(({ name, shape }, key) => [name, numbers(key, shape)]);
    found.push(
      await session.run({
        state: numbers(9, [ROWS, HIDDEN]),
        lengths: { data: BigInt64Array.from(golden.lengths, BigInt), shape: [ROWS] },
        ...Object.fromEntries(weights),
      }),
    );
  }
  const [training, use] = found;
  expectNear(training.outputs, Array.from(use.outputs.data, Number), 'outputs');
  expectNear(training.last, Array.from(use.last.data, Number), 'last');
});

test('recurrent() refuses an unknown cell, no rows to go by, and states of another width', () => {
  const design = new Design(true);
  const state = design.rows('state', [HIDDEN + 1]);
  const go = (options: object) => () =>
    recurrent(design, 'net', { steps: STEPS }, { cell: 'gru', hidden: HIDDEN, ...options });
  expect(go({ cell: 'rnn' })).toThrow('net: cell must be one of lstm, gru, got "rnn".');
  expect(go({})).toThrow('net: without inputs, an initial state must be given.');
  expect(go({ initial: { state } })).toThrow(
    'net: initial must be rows × 4, layer by layer, got float[rows, 5].',
  );
});
