import { expect, test } from 'vitest';
import { Random, Run } from '../../src/base/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { type GateInput, runGate } from '../../src/study/gate.ts';
import { checkStudy } from '../../src/study/index.ts';
import { planEncoding } from '../../src/study/plan-encoding.ts';

const plans = (encode: unknown) =>
  planEncoding(
    checkStudy({
      clade: 1,
      name: 'gate',
      source: 'none.csv',
      features: { kind: 'table', columns: ['a'] },
      encode,
      cluster: { method: 'KMeans', clusters: 2 },
    }),
  );

/** Two kinds that differ along a narrow direction; a wide one says nothing about them. */
function twoKinds(rows: number): { x: Matrix; kinds: string[] } {
  const random = new Random(5);
  const kinds = Array.from({ length: rows }, (_, i) => 'ab'[i % 2]);
  const x = Matrix.from(
    kinds.map((kind) => [
      10 * random.next(),
      (kind === 'a' ? 0 : 1) + 0.05 * random.normal(),
      0.01 * random.normal(),
    ]),
  );
  return { x, kinds };
}

async function gateFor(encode: Record<string, unknown>, more: Partial<GateInput> = {}) {
  const { x, kinds } = twoKinds(200);
  const [plan] = plans(encode);
  const model = await plan.create(undefined).fit(x);
  const input: GateInput = {
    x,
    blocks: undefined,
    code: await model.transform(x),
    known: kinds,
    clusters: 2,
    seed: 0,
    seeds: 3,
    rows: 5000,
    ...more,
  };
  const run = new Run();
  return { gate: await runGate([plan], input, run), warnings: run.warnings };
}

test('runGate lets an encoder through that agrees better with known groups than raw numbers and PCA', async () => {
  // Whitened, the narrow direction counts as much as the wide one.
  const { gate } = await gateFor({ method: 'PCA', components: 2, whiten: true });
  expect(gate.rows[0].agreement).toBeGreaterThan(0.95);
  const raw = gate.rows.find(({ name }) => name === 'raw')!;
  expect(raw.agreement).toBeLessThan(0.1);
  expect(raw.pairs).toBe(3);
  expect(gate.rows.every(({ seconds }) => seconds !== null && seconds < 60)).toBe(true);
  expect(raw.trustworthiness).toBe(1);
  // Two of three columns, weighed anew: most neighbours are kept.
  expect(gate.rows[0].trustworthiness).toBeGreaterThan(0.7);
  expect(gate.rows[0].trustworthiness).toBeLessThan(1);
  expect(gate.earned).toBe(true);
  expect(gate.verdict).toMatch(/^PCA earned its place: agreement with the known groups/);
});

test('runGate does not let an encoder through that is level with doing without it', async () => {
  const { gate } = await gateFor({ method: 'PCA', components: 2 }, { known: null });
  expect(gate.earned).toBe(false);
  expect(gate.rows.every(({ agreement }) => agreement === null)).toBe(true);
  expect(gate.verdict).toMatch(/did not earn its place: stability over seeds 1\.00 against 1\.00/);
});

test('runGate warns when it rests on a sample of the rows', async () => {
  const { gate, warnings } = await gateFor({ method: 'PCA', components: 2 }, { rows: 60 });
  expect(gate.entities).toBe(60);
  expect(warnings.map(({ code }) => code)).toEqual(['gate-sampled']);
});

test('runGate tells of a representation that could not be fitted and judges by the others', async () => {
  const { gate } = await gateFor({ method: 'PCA', components: 2 }, { clusters: 500 });
  expect(
    gate.rows.every(({ failed, stability }) => failed !== undefined && stability === null),
  ).toBe(true);
  expect(gate.earned).toBe(false);
});
