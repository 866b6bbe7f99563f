import { type ChartDocument, columnBars, fixedNumber, fullNumber } from '../charts/index.ts';
import type { ForestFacts } from '../encode/index.ts';
import { html, type Markup } from './markup.ts';
import { panel, twoWidths } from './panel.ts';
import { valuesBehind } from './value-table.ts';

/** Columns drawn; the table holds all. */
const SHOWN = 20;
/** R² on rows left out below which a forest knows next to nothing of its target. */
const LITTLE = 0.05;

/** How well the trees tell their target, and which columns they tell it by. */
export function forestPanel(document: ChartDocument, forest: ForestFacts): Markup {
  const { importance, trees, leaves } = forest;
  const shuffled = importance.every((column) => column.shuffled !== null);
  const bars = importance
    .map(({ column, gain, shuffled: fall }) => ({ column, worth: fall ?? gain }))
    .sort((a, b) => b.worth - a.worth)
    .slice(0, SHOWN);
  const measure = shuffled
    ? 'fall of R² when the column is shuffled, on rows that a tree did not draw'
    : 'share of the gains of all splits';
  const label = `What ${importance.length} columns are worth, as ${measure}; ${bars[0].column} is worth most.`;
  return panel({
    title: 'Forest',
    meaning: `${fullNumber(trees)} trees with ${fullNumber(Math.round(leaves))} leaves each on average; ${measure}`,
    body: html`<p class="finding${poor(forest) ? ' bad' : ''}">${forestVerdict(forest)}</p>${
      forest.task === 'none'
        ? ''
        : twoWidths((width) => columnBars(document, label, bars, width), 700)
    }${valuesBehind(
      ['Column', 'Shuffled', 'Gains'],
      importance.map(({ column, gain, shuffled: fall }) => [column, fall, gain]),
    )}`,
    read: 'A row’s code is the number of its leaf in each tree: names, of which only sameness counts. Columns that say the same share their worth, so that one of them may look idle. Gains favour columns of many values.',
  });
}

/** One sentence on how much the trees know. */
export function forestVerdict(forest: ForestFacts): string {
  const { task, target, trainR2, outOfBagR2 } = forest;
  if (task === 'none')
    return 'The cuts were drawn at random: the trees learned nothing but which rows are near.';
  const what = task === 'target' ? `${target} of the other columns` : 'real rows from made-up ones';
  const known =
    outOfBagR2 === null
      ? 'no tree left rows out, so that nothing is known of rows it has not seen'
      : `${fixedNumber(outOfBagR2, 3)} on rows that a tree did not draw`;
  const seen =
    trainR2 === null ? '' : ` R² ${fixedNumber(trainR2, 3)} on the rows that were fitted,`;
  const little = poor(forest)
    ? task === 'target'
      ? ' The columns say next to nothing of the target: segments by these leaves are drawn by chance.'
      : ' The columns hardly go together: there is little for segments to be made of.'
    : '';
  return `The trees tell ${what}:${seen} ${known}.${little}`;
}

function poor({ outOfBagR2 }: ForestFacts): boolean {
  return outOfBagR2 !== null && outOfBagR2 < LITTLE;
}
