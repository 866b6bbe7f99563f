import { type ChartDocument, fullNumber, rowFunnel } from '../charts/index.ts';
import { html, type Markup, name } from './markup.ts';
import { panel, twoWidths } from './panel.ts';
import type { CleanCount, ReportCleanStep } from './types.ts';
import { valuesBehind } from './value-table.ts';

const words: Readonly<Record<CleanCount, string>> = {
  read: 'cells read',
  changed: 'cells changed',
  unreadable: 'cells not readable, now missing',
  flagged: 'rows flagged',
};

/** What cleaning left of the rows, step by step. */
export function cleaningPanel(document: ChartDocument, steps: readonly ReportCleanStep[]): Markup {
  const first = steps[0]?.rowsIn ?? 0;
  const last = steps.at(-1)?.rowsOut ?? 0;
  const bars = steps.map(({ step, says, rowsIn, rowsOut }, i) => ({
    name: `${i + 1} ${step}`,
    says,
    rowsIn,
    rowsOut,
  }));
  const label = `Rows after each of ${steps.length} cleaning steps: from ${fullNumber(first)} to ${fullNumber(last)}.`;
  return panel({
    title: 'Cleaning',
    meaning: `${fullNumber(first)} rows in, ${fullNumber(last)} out`,
    body: html`${twoWidths((width) => rowFunnel(document, label, bars, width), 1030)}${valuesBehind(
      ['Step', 'What it does', 'Rows in', 'Rows out', 'Beside'],
      steps.map(({ step, says, rowsIn, rowsOut, counts }, i) => [
        `${i + 1} ${step}`,
        name(says, 200),
        rowsIn,
        rowsOut,
        sayCounts(counts),
      ]),
    )}`,
    read: 'Each bar is the rows that a step left; the end in the other colour is what it dropped. The same steps, with all that they learned here, run when new rows are scored.',
    long: steps.length > 12,
  });
}

function sayCounts(counts: ReportCleanStep['counts']): string {
  return (Object.keys(words) as CleanCount[])
    .flatMap((what) => {
      const count = counts[what] ?? 0;
      return count > 0 ? [`${fullNumber(count)} ${words[what]}`] : [];
    })
    .join(', ');
}
