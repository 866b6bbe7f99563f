import { parseHTML } from 'linkedom/worker';
import type { Comparison, RunFacts } from '../compare/index.ts';
import { dateText } from './date-text.ts';
import { html } from './markup.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { pageShell, partLink } from './page-shell.ts';
import { sincePanels } from './since-panels.ts';

export interface ComparisonOptions {
  /** What one row is, in the plural. Default: entities. */
  readonly entities?: string;
  /** Version of the program that made it. */
  readonly version?: string;
}

/** Two runs side by side as one HTML file: opens offline, the same bytes for the same data. */
export function renderComparison(
  comparison: Comparison,
  { entities = 'entities', version = '' }: ComparisonOptions = {},
): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const { before, after } = comparison;
  const title = before.title === after.title ? after.title : `${before.title} and ${after.title}`;
  const run = ({ title: study, created }: RunFacts) =>
    before.title === after.title ? dateText(created) : `${study}, ${dateText(created)}`;
  return pageShell({
    brand: 'clade comparison',
    title,
    line: html`${run(before)} beside ${run(after)}`,
    navigation: [partLink('since', 'Segments and features')],
    parts: [
      html`<h2 id="since">Two runs side by side</h2>${sincePanels(document, comparison, entities, '')}`,
    ],
    script: PAGE_SCRIPT,
    version,
  }).text;
}
