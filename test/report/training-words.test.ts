import { expect, test } from 'vitest';
import type { TrainingRecord } from '../../src/encode/index.ts';
import { trainingVerdict } from '../../src/report/training-words.ts';

const record = (finalLoss: number, validationRows = 40): TrainingRecord => ({
  loss: 'mean absolute error',
  epochs: [{ train: finalLoss, validation: finalLoss }],
  best: 0,
  trainRows: 160,
  validationRows,
  finalLoss,
  trivial: [
    { predictor: 'zero', loss: 0.5 },
    { predictor: 'PCA with 4 components', loss: 0.2 },
  ],
  seconds: 1,
});

test('trainingVerdict(record) measures against the best that needs no training', () => {
  expect(trainingVerdict(record(0.1), undefined)).toBe(
    'On held-out rows the mean absolute error is 0.1; the best that needs no training, PCA with 4 components, makes 0.2. This encoder beats it by 50 %.',
  );
});

test('trainingVerdict(record) says level within one per cent, and worse above', () => {
  expect(trainingVerdict(record(0.1995), undefined)).toContain('does not beat it: they are level');
  expect(trainingVerdict(record(0.3), undefined)).toContain('does not beat it: it is 50 % worse');
});

test('trainingVerdict(record, collapsed) says first that training collapsed', () => {
  expect(trainingVerdict(record(0.5), 'All outputs are zero.')).toMatch(
    /^Training collapsed\. All outputs are zero\. On held-out rows/,
  );
});

test('trainingVerdict(record) without held-out rows says that it is measured on the training rows', () => {
  expect(trainingVerdict(record(0.1, 0), undefined)).toMatch(/^On the training rows \(none were/);
});

test('trainingVerdict(record) leaves out what explains the loss', () => {
  const long = { ...record(0.1), loss: 'balanced loss, in which each column counts 1' };
  expect(trainingVerdict(long, undefined)).toMatch(/^On held-out rows the balanced loss is 0\.1;/);
});

test('trainingVerdict(record) without anything simpler claims nothing', () => {
  expect(trainingVerdict({ ...record(0.1), trivial: [] }, undefined)).toContain(
    'compared with nothing simpler',
  );
});
