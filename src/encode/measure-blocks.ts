import type { ColumnBlock, Matrix } from '../numeric/index.ts';
import { kindLosses, type WeighedBlock } from './tabular-loss.ts';
import type { BlockLoss } from './types.ts';

/** Blocks with the loss of predicting the mean row for every row. */
export function weighBlocks(x: Matrix, blocks: readonly ColumnBlock[]): WeighedBlock[] {
  const mean = meanRow(x);
  const weighed = blocks.map((block) => ({ ...block, base: blockLoss(x, () => mean, block) }));
  // Rows that are all equal cost nothing to give back, but a net must have something to give back.
  if (weighed.every(({ base }) => base === 0))
    return weighed.map((block) => ({ ...block, base: 1 }));
  return weighed;
}

/** The loss of each block on held-out rows beside that of the training rows' mean. */
export function measureBlocks(
  train: Matrix,
  held: Matrix,
  rebuilt: Matrix,
  blocks: readonly ColumnBlock[],
): BlockLoss[] {
  const mean = meanRow(train);
  return blocks.map((block) => {
    const { words, trivial } = kindLosses[block.kind];
    return {
      name: block.name,
      kind: block.kind,
      columns: block.to - block.from,
      loss: words,
      value: blockLoss(held, (i) => rebuilt.row(i), block),
      trivial: blockLoss(held, () => mean, block),
      trivialPredictor: trivial,
    };
  });
}

/** The balanced loss of the mean row. */
export function trivialLoss(train: Matrix, held: Matrix, blocks: readonly WeighedBlock[]): number {
  const mean = meanRow(train);
  const heard = blocks.filter(({ base }) => base > 0);
  return heard.reduce(
    (sum, block) => sum + blockLoss(held, () => mean, block) / block.base / heard.length,
    0,
  );
}

function blockLoss(
  x: Matrix,
  given: (i: number) => ArrayLike<number>,
  { kind, from, to, scale = 1 }: ColumnBlock,
): number {
  let total = 0;
  for (let i = 0; i < x.rows; i++) {
    total += kindLosses[kind].of(given(i), x.row(i), from, to, scale);
  }
  return total / x.rows;
}

/** The mean of each column: shares, where the columns are zeros and ones. */
function meanRow({ data, rows, cols }: Matrix): Float64Array {
  const mean = new Float64Array(cols);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < cols; j++) mean[j] += data[at++];
  return mean.map((sum) => sum / rows);
}
