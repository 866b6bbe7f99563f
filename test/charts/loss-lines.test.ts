import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { type LossLinesData, lossLines } from '../../src/charts/index.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const read = (svg: string) => parseHTML(`<!doctype html><html><body>${svg}</body></html>`).document;
const texts = (svg: string) => [...read(svg).querySelectorAll('text')].map((t) => t.textContent);
const draw = (data: Partial<LossLinesData>) =>
  lossLines(document, {
    label: 'Loss.',
    loss: 'mean absolute error',
    train: [0.4, 0.2, 0.1],
    validation: [0.5, 0.3, 0.2],
    best: 2,
    levels: [],
    scale: 'linear',
    width: 500,
    ...data,
  });

test('lossLines names both lines and the kept epoch, counted from 1', () => {
  expect(texts(draw({}))).toEqual(expect.arrayContaining(['training', 'held out', 'epoch 3 kept']));
});

test('lossLines without held-out rows draws the one line', () => {
  const svg = draw({ validation: [null, null, null] });
  expect(texts(svg)).not.toContain('held out');
  expect(texts(svg)).toContain('training');
});

test('lossLines joins the names of levels that cannot be told apart and leaves far ones out', () => {
  const levels = [
    { name: 'zero', loss: 0.248 },
    { name: 'column median', loss: 0.2481 },
    { name: 'column mean', loss: 0.39 },
    { name: 'coin', loss: 40 },
  ];
  const found = texts(draw({ levels }));
  expect(found).toEqual(expect.arrayContaining(['zero, column median', 'column mean']));
  expect(found).not.toContain('coin');
});

test('lossLines puts equal factors at equal distances when its scale is logarithmic', () => {
  const svg = draw({ scale: 'log', train: [0.4, 0.2, 0.1], validation: [null, null, null] });
  const line = [...read(svg).querySelectorAll('path')].find(
    (path) => path.getAttribute('stroke') === 'var(--ink)',
  )!;
  const steps = [...line.getAttribute('d')!.matchAll(/l([\d.-]+),([\d.-]+)/g)].map(([, , y]) =>
    Number(y),
  );
  expect(steps.length).toBe(2);
  expect(steps[0]).toBeCloseTo(steps[1], 0);
});

test('lossLines keeps a spike of one epoch among five thousand', () => {
  const flat = (spike: number) =>
    Array.from({ length: 5000 }, (_, e) => (e === 3333 ? spike : 0.1));
  const lowest = (svg: string) => {
    const line = [...read(svg).querySelectorAll('path')].find(
      (path) => path.getAttribute('stroke') === 'var(--ink)',
    )!;
    let y = Number(/^M[\d.-]+,([\d.-]+)/.exec(line.getAttribute('d')!)![1]);
    let least = y;
    for (const [, by] of line.getAttribute('d')!.matchAll(/l[\d.-]+,([\d.-]+)/g)) {
      y += Number(by);
      least = Math.min(least, y);
    }
    return least;
  };
  const none = Array.from({ length: 5000 }, () => null);
  const svg = draw({ train: flat(0.9), validation: none, best: 10 });
  // The top of the plot, less the 4 % above the largest value.
  expect(lowest(svg)).toBeLessThan(50);
  expect(svg.length).toBeLessThan(9000);
});

test.each([1, 2])('lossLines of %i epochs draws', (epochs) => {
  const values = [0.4, 0.3].slice(0, epochs);
  expect(draw({ train: values, validation: values, best: 0 })).not.toContain('NaN');
});
