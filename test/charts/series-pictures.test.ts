import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { seriesAside, seriesBand, seriesPair } from '../../src/charts/index.ts';
import { bandPath, linePath } from '../../src/charts/line-path.ts';
import { timeTicks } from '../../src/charts/time-axis.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const same = (value: number) => value;
const days = (first: string, count: number) =>
  Array.from({ length: count }, (_, t) =>
    new Date(Date.parse(first) + t * 86_400_000).toISOString().slice(0, 10),
  );

test('linePath(xs, ys, x, y) breaks at null and shows a lone point', () => {
  expect(linePath([0, 1, 2, 3], [1, 2, null, 5], same, same)).toBe('M0,1l1,1M3,5h0');
});

test('linePath(xs, ys, x, y) adds no rounding up along a thousand points', () => {
  const xs = Array.from({ length: 1000 }, (_, i) => i * 0.3333);
  const path = linePath(xs, xs, same, same);
  let end = 0;
  for (const [, step] of path.matchAll(/l([\d.-]+),/g)) end += Number(step);
  expect(end).toBeCloseTo(999 * 0.3333, 0);
});

test('bandPath(xs, low, high, x, y) closes one shape per unbroken stretch', () => {
  const path = bandPath([0, 1, 2, 3, 4], [0, 0, null, 0, 0], [1, 2, 3, 2, 1], same, same);
  expect(path).toBe('M0,1l1,1L1,0l-1,0zM3,2l1,-1L4,0l-1,0z');
});

test('timeTicks(times, …) marks months over years, days over weeks, hours over a day, steps without times', () => {
  const texts = (times: string[] | null, points: number) =>
    timeTicks(times, points, 1).map(({ text }) => text);
  expect(texts(days('2020-06-01', 579), 579)).toEqual(['Jun 2020', 'Jan 2021', 'Aug 2021']);
  expect(texts(days('2021-03-10', 12), 12)).toEqual(['10 Mar', '14 Mar', '18 Mar']);
  const hours = Array.from({ length: 24 }, (_, h) => new Date(h * 3_600_000).toISOString());
  expect(texts(hours, 24)).toEqual(['00:00', '08:00', '16:00']);
  expect(texts(null, 579)).toEqual(['0', '200', '400']);
});

test('timeTicks(times, …) starts no month in its middle', () => {
  const ticks = timeTicks(days('2020-06-20', 400), 400, 1);
  expect(ticks[0]).toEqual({ at: 11, text: 'Jul 2020' });
});

const BAND = {
  label: 'Typical.',
  segment: 2,
  title: 'S2',
  note: '40 · 12 %',
  q10: [0, 0, 0],
  q25: [1, 1, 1],
  median: [2, 2, 2],
  q75: [3, 3, 3],
  q90: [4, 4, 4],
  samples: [[0, 9, 0]],
  times: null,
  bucket: 1,
  domain: [0, 5] as const,
  width: 326,
};

test('seriesBand cuts a sample off at the end of the common scale', () => {
  const svg = seriesBand(document, BAND);
  const heights = [...svg.matchAll(/l[\d.-]+,(-?[\d.]+)/g)].map(([, y]) => Math.abs(Number(y)));
  // 128 pixels of plot: a sample of 9 on a scale to 5 would reach 230.
  expect(Math.max(...heights)).toBeLessThan(129);
  expect(Math.max(...heights)).toBeGreaterThan(120);
});

test('seriesBand of a segment without values draws no line and no NaN', () => {
  const none = [null, null, null];
  const svg = seriesBand(document, {
    ...BAND,
    q10: none,
    q25: none,
    median: none,
    q75: none,
    q90: none,
    samples: [],
  });
  expect(svg).not.toContain('NaN');
});

test('seriesPair fills a series of single steps and draws ranges of gathered ones', () => {
  const line = (mean: readonly number[]) => ({ mean, low: null, high: null });
  const common = {
    label: 'Pair.',
    title: 'S0',
    note: 'error 1',
    domain: [0, 2] as const,
    width: 194,
  };
  const paths = (svg: string) => svg.match(/<path/g)!.length;
  const single = seriesPair(document, {
    ...common,
    original: line([0, 1, 2]),
    reconstructed: line([0, 1, 1]),
  });
  const range = { mean: [1, 1], low: [0, 0], high: [2, 2] };
  const gathered = seriesPair(document, { ...common, original: range, reconstructed: range });
  expect([paths(single), paths(gathered)]).toEqual([3, 5]);
});

test('seriesBand draws the centre above a dashed median, and the medoid in ink', () => {
  const plain = seriesBand(document, BAND);
  expect(plain).not.toContain('stroke-dasharray');
  const svg = seriesBand(document, { ...BAND, centre: [2, 3, null], medoid: [1, 1, 1] });
  const strokes = [...svg.matchAll(/<path[^>]*stroke="(var[^"]*)"[^>]*>/g)].map(([path]) => path);
  const at = (part: string) => strokes.findIndex((path) => path.includes(part));
  expect(at('var(--ink)')).toBeGreaterThan(at('var(--muted)'));
  expect(at('stroke-dasharray')).toBeGreaterThan(at('var(--ink)'));
  expect(at('stroke-width="2.25"')).toBeGreaterThan(at('stroke-dasharray'));
});

test('seriesAside draws a row before the band of its segment, with a mark below where it leaves it', () => {
  const data = {
    label: 'Row #1.',
    title: '#1 · S2',
    note: '4.5×',
    segment: 2,
    low: [0, 0, null],
    high: [1, 1, null],
    median: [0.5, 0.5, null],
    values: [0.5, 8, 0.5],
    reconstructed: null,
    stretch: [1, 1] as const,
    domain: [0, 4] as const,
    width: 240,
  };
  const svg = seriesAside(document, data);
  expect(svg).not.toContain('NaN');
  expect(svg).toContain('aria-label="Row #1."');
  const mark = svg.match(/d="M([\d.]+),128H([\d.]+)"/)!;
  // 30 pixels of margin, 206 of plot: the middle of three points, a pixel to each side.
  expect([Number(mark[1]), Number(mark[2])]).toEqual([132, 134]);
  expect(seriesAside(document, { ...data, stretch: null })).not.toContain('var(--mark)');
  const count = (text: string) => text.match(/<path/g)!.length;
  expect(count(seriesAside(document, { ...data, reconstructed: [0, 1, 1] }))).toBe(count(svg) + 1);
});
