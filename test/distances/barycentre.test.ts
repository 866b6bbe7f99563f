import { expect, test } from 'vitest';
import { barycentre, barycentreFrom } from '../../src/distances/index.ts';
import { Panel } from '../../src/numeric/index.ts';

const panel = (rows: number[][]) => {
  const steps = Math.max(...rows.map((row) => row.length));
  const data = new Float32Array(rows.length * steps);
  rows.forEach((row, i) => {
    data.set(row, i * steps);
  });
  const lengths = Int32Array.from(rows, (row) => row.length);
  return new Panel(data, rows.length, 1, steps, lengths);
};

test('barycentre(x, places) of one course that comes earlier and later has its height; the mean has not', async () => {
  const x = panel([
    [0, 0, 4, 0, 0, 0, 0],
    [0, 0, 0, 0, 4, 0, 0],
    [9, 9, 9, 9, 9, 9, 9],
  ]);
  const dba = await barycentre(x, [0, 1]);
  const mean = await barycentre(x, [0, 1], { kind: 'mean' });
  expect([...mean.values]).toEqual([0, 0, 2, 0, 2, 0, 0]);
  expect(mean.loss).toBe(8);
  expect(Math.max(...dba.values)).toBe(4);
  expect(dba.loss).toBe(0);
});

test('barycentre(x, [i]) is the series itself, at its own length', async () => {
  const x = panel([
    [1, 5, 2],
    [1, 2, 3, 4, 5],
  ]);
  for (const kind of ['dba', 'mean'] as const) {
    const { values, steps, loss } = await barycentre(x, [0], { kind });
    expect([steps, loss, ...values]).toEqual([3, 0, 1, 5, 2]);
  }
});

test('barycentre(x, places) has the length of one of them, the mean length, or the steps that are asked for', async () => {
  const x = panel([
    [1, 5, 2],
    [1, 2, 3, 4, 5],
  ]);
  expect((await barycentre(x, [0, 1])).steps).toBe(3);
  expect((await barycentre(x, [0, 1], { kind: 'mean' })).steps).toBe(4);
  expect((await barycentre(x, [0, 1], { steps: 9 })).values.length).toBe(9);
});

test('barycentre(x, []) is refused, and barycentreFrom of a start that is no series', async () => {
  const x = panel([[1, 2]]);
  await expect(barycentre(x, [])).rejects.toThrow(/at least 1 series/);
  await expect(barycentreFrom(x, [0], [])).rejects.toThrow(/got 0 numbers/);
  await expect(barycentre(panel([[1, Number.NaN]]), [0])).rejects.toThrow(/finite, got NaN/);
});

test('barycentre(x, places, { threads }) is the same on 1, 2 and 4 threads, bit for bit', async () => {
  const rows = Array.from({ length: 90 }, (_, i) =>
    Array.from({ length: 20 - (i % 3) }, (_, t) => Math.sin(t / 3 + i)),
  );
  const places = rows.map((_, i) => i);
  const found = await barycentre(panel(rows), places, {}, { threads: 1 });
  for (const threads of [2, 4]) {
    expect(await barycentre(panel(rows), places, {}, { threads })).toEqual(found);
  }
});

test('barycentre(x, places) falls from its start with every iteration', async () => {
  const rows = Array.from({ length: 12 }, (_, i) =>
    Array.from({ length: 30 }, (_, t) => Math.sin((t + i) / 4) * (1 + (i % 3))),
  );
  const places = rows.map((_, i) => i);
  let last = Number.POSITIVE_INFINITY;
  for (const maxIterations of [1, 2, 3]) {
    const { loss, iterations } = await barycentreFrom(panel(rows), places, rows[0], {
      maxIterations,
      tolerance: 0,
    });
    expect(iterations).toBe(maxIterations);
    expect(loss).toBeLessThan(last);
    last = loss;
  }
});
