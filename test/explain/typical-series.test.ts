import { expect, test } from 'vitest';
import { gatherPanel, seriesGrid, typicalSeries } from '../../src/explain/index.ts';

const days = (count: number) =>
  Array.from({ length: count }, (_, t) => new Date(Date.UTC(2021, 0, 1 + t)).toISOString());

test('typicalSeries(rows, labels) gives median and bands of each segment, step by step', () => {
  const data = Float32Array.from([0, 1, 1, 1, 2, 1, 3, 1, 4, 1, 9, 9]);
  const found = typicalSeries({ data, series: 6, channels: 1, steps: 2 }, [0, 0, 0, 0, 0, -1]);
  const [own, noise] = found.segments;
  expect([own.segment, own.rows, noise.segment, noise.rows]).toEqual([0, 5, -1, 1]);
  expect([own.q10, own.q25, own.median, own.q75, own.q90]).toEqual([
    [0.4, 1],
    [1, 1],
    [2, 1],
    [3, 1],
    [3.6, 1],
  ]);
  expect(own.samples.length).toBe(3);
  for (const sample of own.samples) expect(sample[1]).toBe(1);
  expect(noise.samples).toEqual([[9, 9]]);
});

test('typicalSeries(rows, labels) leaves missing steps and padding out', () => {
  const data = Float32Array.from([1, Number.NaN, 3, 5, 5, 0]);
  const rows = { data, series: 2, channels: 1, steps: 3, lengths: [3, 2] };
  expect(typicalSeries(rows, [0, 0]).segments[0].median).toEqual([3, 5, 3]);
  expect(typicalSeries({ ...rows, lengths: [1, 1] }, [0, 0]).segments[0].median).toEqual([
    3,
    null,
    null,
  ]);
});

test('typicalSeries(rows, labels, {channelIndex}) reads the channel that is asked for', () => {
  const data = Float32Array.from([1, 1, 2, 2, 3, 3, 4, 4]);
  const rows = { data, series: 2, channels: 2, steps: 2 };
  expect(typicalSeries(rows, [0, 0], { channelIndex: 1 }).segments[0].median).toEqual([3, 3]);
});

test('typicalSeries(rows, labels) leaves out last steps that do not fill a point', () => {
  const data = Float32Array.from([1, 3, 2, 2, 9]);
  const rows = { data, series: 1, channels: 1, steps: 5 };
  const found = typicalSeries(rows, [0], { most: 3 });
  expect([found.bucket, found.left, found.segments[0].median]).toEqual([2, 1, [2, 2]]);
});

test('typicalSeries(rows, labels) ends the band where fewer than a quarter of the series go on', () => {
  const data = new Float32Array(5 * 3).fill(1);
  const lengths = [3, 2, 2, 2, 1];
  const [own] = typicalSeries(
    { data, series: 5, channels: 1, steps: 3, lengths },
    [0, 0, 0, 0, 0],
  ).segments;
  expect(own.lengths).toEqual([1, 3]);
  expect([own.median, own.q90]).toEqual([
    [1, 1, null],
    [1, 1, null],
  ]);
});

test('typicalSeries(rows, labels) says nothing of lengths where all are one', () => {
  const rows = { data: new Float32Array(4), series: 2, channels: 1, steps: 2, lengths: [2, 2] };
  expect(typicalSeries(rows, [0, 0]).segments[0]).not.toHaveProperty('lengths');
});

test('typicalSeries(rows, labels, {centres, medoids}) keeps centre and medoid of each segment', () => {
  const rows = { data: Float32Array.from([1, 2, 3, 4]), series: 2, channels: 1, steps: 2 };
  const found = typicalSeries(rows, [0, 0], {
    centres: new Map([[0, [2, Number.NaN]]]),
    centreFacts: { title: 'barycentre', rows: 2, window: 0.1 },
    medoids: new Map([[0, { row: 1, key: ['b'] }]]),
  });
  expect(found.centres?.rows).toBe(2);
  expect(found.segments[0].centre).toEqual([2, null]);
  expect(found.segments[0].medoid).toEqual({ key: ['b'], values: [3, 4] });
});

test('gatherPanel(rows, places, grid) gathers all channels and keeps lengths in points', () => {
  const data = Float32Array.from([9, 9, 9, 9, 9, 9, 9, 9, 1, 3, 5, 7, 2, 2, 4, 4]);
  const rows = { data, series: 2, channels: 2, steps: 4, lengths: [4, 3] };
  const panel = gatherPanel(rows, [1], seriesGrid(4, null, 2));
  expect([...panel.data]).toEqual([2, 5, 2, 4]);
  expect([panel.channels, panel.steps, ...panel.lengths]).toEqual([2, 2, 2]);
});

test('typicalSeries(rows, labels) refuses labels of other rows', () => {
  const rows = { data: new Float32Array(4), series: 2, channels: 1, steps: 2 };
  expect(() => typicalSeries(rows, [0])).toThrow(/one label per series \(2\), got 1/);
});

test('seriesGrid(steps, times) gathers days by weeks, half hours by days, unknown steps evenly', () => {
  expect(seriesGrid(180, days(180)).bucket).toBe(1);
  const weeks = seriesGrid(579, days(579));
  expect([weeks.bucket, weeks.left, weeks.times!.length, weeks.times![1].slice(0, 10)]).toEqual([
    7,
    5,
    82,
    '2021-01-08',
  ]);
  const halfHours = Array.from({ length: 3000 }, (_, t) =>
    new Date(Date.UTC(2021, 0, 1) + t * 1_800_000).toISOString(),
  );
  expect(seriesGrid(3000, halfHours).bucket).toBe(48);
  expect(seriesGrid(579)).toEqual({ steps: 579, bucket: 3, left: 0, times: null });
});
