import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { flowChart } from '../../src/charts/index.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

const DATA = {
  label: 'Where they went.',
  left: [
    { code: 'S0', name: 'Loyal', segment: 0 },
    { code: 'new', name: '', segment: -1 },
  ],
  right: [
    { code: 'S0', name: 'Loyal', segment: 0 },
    { code: 'S4', name: '<b>Bold</b>', segment: 4 },
  ],
  leftTitle: 'before',
  rightTitle: 'now',
  flows: [
    { from: 0, to: 0, size: 60 },
    { from: 0, to: 1, size: 30 },
    { from: 1, to: 1, size: 10 },
    { from: 1, to: 0, size: 0 },
  ],
  width: 700,
};

test('flowChart(…) draws a bar per end and a band per flow', () => {
  expect(flowChart(document, DATA)).toMatchSnapshot();
});

test('flowChart(…) makes bands as thick as flows and bars as high as their sum', () => {
  const svg = flowChart(document, DATA);
  const thick = [...svg.matchAll(/stroke-width="([\d.]+)"/g)].map(([, width]) => Number(width));
  expect(thick).toEqual([108, 54, 18]);
  const bars = [...svg.matchAll(/<rect[^>]* height="([\d.]+)"/g)].map(([, high]) => Number(high));
  expect(bars).toEqual([162, 18, 108, 72]);
});

test('flowChart(…) shows names from the data as text, and none on a phone', () => {
  expect(flowChart(document, DATA)).toContain('&lt;b&gt;Bold');
  expect(flowChart(document, { ...DATA, width: 330 })).not.toContain('<b>');
});

test('flowChart(…) of nothing has no NaN', () => {
  expect(flowChart(document, { ...DATA, flows: [] })).not.toContain('NaN');
  expect(flowChart(document, { ...DATA, left: [], right: [], flows: [] })).not.toContain('NaN');
});
