import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import {
  compactNumber,
  criterionLine,
  featureBoxes,
  fixedNumber,
  fullNumber,
  optionHeat,
  optionLines,
  percent,
  pointMap,
  segmentSizes,
  silhouettePlot,
} from '../../src/charts/index.ts';
import { placeLabels } from '../../src/charts/place-labels.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const read = (svg: string) => parseHTML(`<!doctype html><html><body>${svg}</body></html>`).document;
const texts = (svg: string) => [...read(svg).querySelectorAll('text')].map((t) => t.textContent);

test('optionLines rings the chosen point of every series and names the series', () => {
  const points = [1, 2, 3].map((x) => ({ x, y: x / 10 }));
  const svg = optionLines(document, {
    label: 'Two lines.',
    option: 'clusters',
    score: 'Silhouette',
    series: [
      { name: 'a', points, chosen: 2 },
      { name: 'b', points, chosen: 0 },
    ],
    width: 470,
  });
  expect(read(svg).querySelectorAll('circle').length).toBe(2);
  expect(texts(svg)).toEqual(
    expect.arrayContaining(['a', 'b', '↑ Silhouette', 'clusters →', '1', '2', '3']),
  );
});

test('optionLines with words for values keeps their order', () => {
  const points = ['ward', 'average', 'single'].map((x) => ({ x, y: 0.5 }));
  const svg = optionLines(document, {
    label: 'Words.',
    option: 'linkage',
    score: 'Silhouette',
    series: [{ name: '', points, chosen: null }],
    width: 470,
  });
  const found = texts(svg).filter((text) => ['ward', 'average', 'single'].includes(text ?? ''));
  expect(found).toEqual(['ward', 'average', 'single']);
});

test('optionLines with fromZero begins its axis at 0, which no score comes near', () => {
  const points = [1, 2, 3].map((x) => ({ x, y: 1000 - 10 * x }));
  const draw = (fromZero: boolean) =>
    texts(
      optionLines(document, {
        label: 'Sums.',
        option: 'clusters',
        score: 'Sum',
        series: [{ name: '', points, chosen: null }],
        fromZero,
        width: 470,
      }),
    );
  expect(draw(true)).toContain('0');
  expect(draw(false)).not.toContain('0');
});

test('optionHeat prints every number and frames the chosen cell', () => {
  const cells = [1, 2].flatMap((x) =>
    [5, 10].map((y) => ({ x, y, strength: x / 2, text: `${x * y}`, chosen: x === 2 && y === 5 })),
  );
  const svg = optionHeat(document, {
    label: 'Grid.',
    xOption: 'eps',
    yOption: 'minSamples',
    cells,
    ramp: ['0 %', '40 %'],
    width: 330,
  });
  expect(texts(svg)).toEqual(expect.arrayContaining(['5', '10', '20']));
  expect(svg.match(/stroke="var\(--mark\)"/g)).toHaveLength(1);
});

test('criterionLine puts the best value on top, also where lower is better', () => {
  const svg = criterionLine(document, {
    label: 'Davies-Bouldin.',
    title: 'Davies-Bouldin',
    better: 'lower',
    option: 'k',
    points: [2, 3, 4].map((x) => ({ x, y: [0.9, 0.4, 0.7][x - 2] })),
    chosen: 2,
    width: 326,
  });
  const ys = [...read(svg).querySelectorAll('circle')].map((c) => Number(c.getAttribute('cy')));
  expect(ys[0]).toBe(40);
  expect(ys[1]).toBeGreaterThan(40);
  expect(texts(svg)).toContain('0.4');
});

test('segmentSizes draws bars in proportion to rows', () => {
  const sizes = [60, 30, 10].map((rows, s) => ({
    segment: s,
    code: `S${s}`,
    name: '',
    rows,
    share: rows / 100,
  }));
  const widths = [
    ...read(segmentSizes(document, 'Sizes.', sizes, 500)).querySelectorAll('rect'),
  ].map((r) => Number(r.getAttribute('width')));
  expect(widths[1] / widths[0]).toBeCloseTo(0.5, 2);
  expect(widths[2] / widths[0]).toBeCloseTo(1 / 6, 2);
});

const box = (low: number, median: number, high: number) => ({
  low,
  q1: (low + median) / 2,
  median,
  q3: (high + median) / 2,
  high,
  below: 0,
  above: 7,
});

test('featureBoxes counts the rows beyond the whiskers and leaves a gap for a segment without values', () => {
  const svg = featureBoxes(document, {
    label: 'Boxes.',
    feature: 'use_days',
    unit: 'days',
    rows: [
      { segment: 0, code: 'S0', box: box(1, 5, 9) },
      { segment: 1, code: 'S1', box: null },
    ],
    width: 326,
  });
  expect(texts(svg)).toEqual(expect.arrayContaining(['S0', 'S1', '7›']));
});

test('featureBoxes says so when a long tail makes the axis logarithmic', () => {
  const rows = [box(0, 1, 2), box(1, 2, 3), box(9000, 20000, 90000)].map((b, s) => ({
    segment: s,
    code: `S${s}`,
    box: b,
  }));
  const svg = featureBoxes(document, {
    label: 'Tail.',
    feature: 'calls',
    unit: '',
    rows,
    width: 326,
  });
  expect(svg).toContain('logarithmic');
});

test('silhouettePlot draws one shape per segment', () => {
  const bands = [0, 1].map((s) => ({
    segment: s,
    code: `S${s}`,
    mean: 0.4,
    values: [0.8, 0.4, -0.1],
  }));
  const svg = silhouettePlot(document, { label: 'Silhouettes.', mean: 0.4, bands, width: 470 });
  expect(read(svg).querySelectorAll('path[fill^="var(--s"]').length).toBe(2);
  expect(texts(svg)).toContain('all rows 0.40');
});

test('pointMap draws every point once and labels segments, not noise', () => {
  const x = Array.from({ length: 50 }, (_, i) => i % 10);
  const svg = pointMap(document, {
    label: 'Map.',
    x,
    y: x.map((_, i) => Math.floor(i / 10)),
    segment: x.map((_, i) => (i % 3) - 1),
    code: (s) => `S${s}`,
    xTitle: 'PCA 1',
    yTitle: 'PCA 2',
    width: 400,
    height: 300,
  });
  expect(svg.match(/h0/g)).toHaveLength(50);
  expect(texts(svg).filter((text) => /^S/.test(text ?? ''))).toEqual(['S0', 'S1']);
});

test('placeLabels moves labels apart and keeps them inside', () => {
  const labels = Array.from({ length: 20 }, () => ({ x: 5, y: 5, width: 30, height: 14 }));
  const placed = placeLabels(labels, { width: 400, height: 300 });
  placed.forEach((a, i) => {
    expect(a.x).toBeGreaterThanOrEqual(15);
    expect(a.y).toBeGreaterThanOrEqual(7);
    for (const b of placed.slice(0, i)) {
      expect(Math.abs(a.x - b.x) >= 30 || Math.abs(a.y - b.y) >= 14).toBe(true);
    }
  });
});

test('numbers read as people write them', () => {
  expect([0, 0.4512, 37, 1240, 15_300, 2.5e6, -0.02].map(compactNumber)).toEqual([
    '0',
    '0.451',
    '37',
    '1.24k',
    '15.3k',
    '2.5M',
    '−0.02',
  ]);
  expect([1234567, 0.45123, -1200].map(fullNumber)).toEqual(['1,234,567', '0.4512', '−1,200']);
  expect([0.267, 1, 0.0004, 0].map(percent)).toEqual(['26.7 %', '100 %', '<0.1 %', '0 %']);
  expect(fixedNumber(-0.001, 2)).toBe('0.00');
});
