import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { divergenceLines, lossLines } from '../../src/charts/index.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const texts = (svg: string) =>
  [
    ...parseHTML(`<!doctype html><html><body>${svg}</body></html>`).document.querySelectorAll(
      'text',
    ),
  ].map((t) => t.textContent);
const DATA = {
  label: 'Divergence.',
  divergence: [4, 2, 1],
  weight: [0, 0.5, 0.5],
  best: 1,
  width: 500,
};

test('divergenceLines names the divergence and the weight that it ends at', () => {
  expect(texts(divergenceLines(document, DATA))).toEqual(
    expect.arrayContaining(['divergence', 'weight 0.5']),
  );
});

test('divergenceLines keeps the two names apart where the lines end at one height', () => {
  const svg = divergenceLines(document, { ...DATA, divergence: [4, 3, 2.8] });
  const at = (name: string) => Number(svg.match(new RegExp(`y="([\\d.]+)"[^>]*>${name}`))![1]);
  expect(Math.abs(at('divergence') - at('weight'))).toBeGreaterThan(12);
});

test('divergenceLines of one epoch, of no weight and of a divergence without end draws no NaN', () => {
  for (const data of [
    { divergence: [3], weight: [1], best: 0 },
    { divergence: [3, 2], weight: [0, 0] },
    { divergence: [Number.NaN, 2, Number.POSITIVE_INFINITY] },
  ]) {
    expect(divergenceLines(document, { ...DATA, ...data })).not.toMatch(/NaN|Infinity/);
  }
});

test('lossLines names the reconstruction where it is only a part of the loss', () => {
  const data = {
    label: 'Loss.',
    loss: 'mean squared error',
    train: [0.4, 0.2],
    validation: [0.3, 0.2],
    best: 1,
    levels: [],
    scale: 'linear',
    width: 500,
  } as const;
  expect(texts(lossLines(document, data))).not.toContain('reconstruction');
  expect(texts(lossLines(document, { ...data, reconstruction: [0.3, 0.1] }))).toContain(
    'reconstruction',
  );
});
