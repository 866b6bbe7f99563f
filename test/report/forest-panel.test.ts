import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import type { ForestFacts } from '../../src/encode/index.ts';
import { forestPanel, forestVerdict } from '../../src/report/forest-panel.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

const forest: ForestFacts = {
  task: 'target',
  target: 'revenue',
  trees: 100,
  leaves: 61.4,
  trainR2: 0.96,
  outOfBagR2: 0.71,
  importance: [
    { column: 'recency', gain: 0.1, shuffled: -0.01 },
    { column: '<quantity>', gain: 0.8, shuffled: 1.25 },
    { column: 'returns', gain: 0.1, shuffled: 0.2 },
  ],
};
const page = (facts: ForestFacts) =>
  parseHTML(`<!doctype html><html><body>${forestPanel(document, facts).text}</body></html>`)
    .document;

test('forestPanel draws the columns by what shuffling them costs, the most first', () => {
  const bars = [...page(forest).querySelectorAll('.wide svg text')].map((t) => t.textContent);
  expect(bars).toEqual(['<quantity>', '1.250', 'returns', '0.200', 'recency', '−0.010']);
  const widths = [...page(forest).querySelectorAll('.wide svg rect')].map((rect) =>
    Number(rect.getAttribute('width')),
  );
  expect(widths[1] / widths[0]).toBeCloseTo(0.16, 2);
  expect(widths[2]).toBe(0);
});

test('forestPanel draws shares of the gains where no tree left rows out', () => {
  const importance = forest.importance.map((column) => ({ ...column, shuffled: null }));
  const text = page({ ...forest, outOfBagR2: null, importance }).body.textContent;
  expect(text).toContain('share of the gains of all splits');
  expect(text).toContain('nothing is known of rows it has not seen');
});

test('forestVerdict says when the trees know next to nothing', () => {
  expect(forestVerdict(forest)).toBe(
    'The trees tell revenue of the other columns: R² 0.960 on the rows that were fitted, 0.710 on rows that a tree did not draw.',
  );
  expect(forestVerdict({ ...forest, outOfBagR2: 0.01 })).toMatch(/drawn by chance\.$/);
  const alone: ForestFacts = {
    ...forest,
    task: 'real-or-made-up',
    target: null,
    outOfBagR2: -0.02,
  };
  expect(forestVerdict(alone)).toMatch(/real rows from made-up ones.*hardly go together/);
  expect(forestVerdict({ ...alone, task: 'none' })).toMatch(/drawn at random/);
});
