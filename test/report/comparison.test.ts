import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { renderComparison, renderReport } from '../../src/report/index.ts';
import { compared, sameRows, side } from '../compare/sides.ts';
import { fixture } from './fixture.ts';

const repeat = (...parts: [label: number, times: number][]) =>
  parts.flatMap(([label, times]) => Array<number>(times).fill(label));

async function comparison() {
  const before = side(repeat([0, 100], [1, 60]));
  const after = side(repeat([0, 60], [2, 40], [1, 60]), repeat([90, 160]), [0, 1, 7]);
  return (await compared(before, after, sameRows(160), new Run())).comparison;
}

const textOf = (page: string) =>
  parseHTML(page).document.querySelector('main')!.textContent!.replaceAll(/\s+/g, ' ');

test('renderComparison says who moved, what split and what drifted', async () => {
  const page = renderComparison(await comparison(), { entities: 'customers', version: '1' });
  const text = textOf(page);
  expect(text).toContain('160 customers');
  expect(text).toContain('120 (75 %)');
  expect(text).toContain('S0 named 0 split into S0 named 0 (60 %), S7 named 7 (40 %).');
  expect(text).toContain('1 of 1 features have other values than before');
  expect(text).toContain('the same customers');
  expect(page).not.toMatch(/(src|href)="(?!#)/);
});

test('renderComparison shows hostile names as text', async () => {
  const found = await comparison();
  const evil = '"><img src=x onerror=alert(1)>';
  const group = found.groups[0];
  const page = renderComparison({
    ...found,
    before: { ...found.before, title: evil },
    groups: [{ ...group, within: evil, after: group.after.map((own) => ({ ...own, name: evil })) }],
    drift: found.drift.map((own) => ({ ...own, feature: evil })),
    notes: [evil],
  });
  // Inside an attribute a “<” is text; a parser tells.
  expect(parseHTML(page).document.querySelector('img')).toBeNull();
  expect(textOf(page)).toContain(evil);
});

test('renderReport has a part on the last run only where there was one', async () => {
  const base = await fixture();
  expect(renderReport(base)).not.toContain('Since the last run');
  const page = renderReport({ ...base, since: await comparison() });
  expect(page).toContain('Since the last run');
  expect(textOf(page)).toContain('Who stayed and who moved');
});
