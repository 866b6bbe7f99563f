import { expect, test } from 'vitest';
import { progressLine } from '../../src/cli/progress.ts';

test('progressLine gives share, rate and time left', () => {
  expect(progressLine({ stage: 'cluster', done: 5, total: 20 }, 1000)).toBe(
    'cluster █████··············· 5/20, 5/s, 3.0 s left',
  );
});

test('progressLine of a stage without steps names the stage only', () => {
  expect(progressLine({ stage: 'write', done: 0, total: 1 }, 10)).toBe('write …');
});

test('progressLine at the end has no time left', () => {
  expect(progressLine({ stage: 'cluster', done: 20, total: 20 }, 2000)).toBe(
    'cluster ████████████████████ 20/20, 10/s',
  );
});

test('progressLine does not say 0/s when a stage has just begun', () => {
  expect(progressLine({ stage: 'features', done: 0, total: 4 }, 5)).toBe(
    'features ···················· 0/4',
  );
});

test('progressLine of a training says how it stands behind the time left', () => {
  const line = progressLine(
    { stage: 'encode', done: 10, total: 20, detail: 'loss 0.02 (validation 0.03)' },
    10_000,
  );
  expect(line).toBe(
    'encode ██████████·········· 10/20, 1/s, 10.0 s left, loss 0.02 (validation 0.03)',
  );
});
