import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { errorHistogram } from '../../src/charts/index.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const DATA = {
  label: 'Errors.',
  title: 'All rows',
  note: '10',
  measure: 'mean absolute error',
  counts: [4, 0, 6],
  from: 0,
  to: 3,
  median: 1.5,
  q95: 2.9,
  beyond: 2,
  width: 500,
};

test('errorHistogram draws one bar per bin that has rows, the largest from ground to top', () => {
  const svg = errorHistogram(document, DATA);
  const bars = /d="(M[^"]*z)"/
    .exec(svg)![1]
    .split('z')
    .filter((bar) => bar !== '');
  const tall = bars.map((bar) => {
    const [, ground, top] = /M[\d.]+,([\d.]+)V([\d.]+)/.exec(bar)!;
    return Number(ground) - Number(top);
  });
  expect(bars.length).toBe(2);
  expect(tall[0] / tall[1]).toBeCloseTo(4 / 6, 2);
});

test('errorHistogram cuts the name of a measure that would leave the picture', () => {
  const svg = errorHistogram(document, { ...DATA, measure: 'x'.repeat(90), width: 330 });
  expect(svg).toMatch(/>x{10,30}… → \(2 rows beyond\)</);
});

test('errorHistogram names the median, the 95 % mark and the rows beyond', () => {
  const svg = errorHistogram(document, DATA);
  for (const text of ['median 1.5', '95 % below 2.9', '(2 rows beyond)']) {
    expect(svg).toContain(text);
  }
});
