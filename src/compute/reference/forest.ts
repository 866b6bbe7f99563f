import { Random } from '../../base/index.ts';

/** How one tree is grown; counts and shares as whole numbers already. */
export interface TreeSettings {
  /** Columns tried at each node. */
  readonly maxFeatures: number;
  /** Least weight of a leaf: rows, counted as often as they were drawn. */
  readonly minLeaf: number;
  readonly maxDepth: number;
  /** How many rows are drawn, with replacement (again) or without. */
  readonly drawn: number;
  readonly again: boolean;
  /** Most rows of a node in which every value counts. */
  readonly small: number;
  /** A target is mean + unit × its whole number. */
  readonly mean: number;
  readonly unit: number;
}

/** The rows as the trees see them. */
export interface TreeData {
  /** n × cols. */
  readonly x: Float32Array;
  readonly cols: number;
  /** n whole numbers. */
  readonly targets: Float64Array;
  /** cols × 256: cuts of each column, ascending, filled up with +∞. */
  readonly cuts: Float32Array;
}

/** Per node the column (−1 − number: a leaf), the threshold or value, the left and the right child. */
export type TreeNode = [column: number, threshold: number, left: number, right: number];

export interface ReferenceTree {
  readonly nodes: TreeNode[];
  /** Per column the share of the gains. */
  readonly importance: number[];
  /** Per row how often it was drawn. */
  readonly drawn: number[];
}

interface Split {
  readonly column: number;
  readonly threshold: number;
  readonly left: readonly number[];
}

interface Search {
  /** Cuts that a column offers to these rows, ascending; none where the rows are alike in it. */
  readonly offer: (rows: readonly number[], column: number) => Split[];
  /** Two rows are told apart equally well by any column: the first that does is taken. */
  readonly firstOfTwo: boolean;
}

/** One tree of a random forest ('random') or of extremely randomized trees ('extra'). */
export function growTree(
  method: 'random' | 'extra',
  data: TreeData,
  seed: number,
  settings: TreeSettings,
): ReferenceTree {
  const { x, cols, targets, cuts } = data;
  const { maxFeatures, minLeaf, maxDepth, small, mean, unit } = settings;
  const random = new Random(seed);
  const drawn = drawRows(targets.length, settings, random);
  const deck = Array.from({ length: cols }, (_, j) => j);
  const nodes: TreeNode[] = [];
  const gains = new Array<number>(cols).fill(0);
  let leaves = 0;
  const value = (row: number, column: number) => x[row * cols + column];
  const weightOf = (rows: readonly number[]) => rows.reduce((sum, row) => sum + drawn[row], 0);
  const sumOf = (rows: readonly number[]) =>
    rows.reduce((sum, row) => sum + drawn[row] * targets[row], 0);

  /** Every value of a column is a cut. */
  const exact = (rows: readonly number[], column: number): Split[] => {
    const values = [...new Set(rows.map((row) => value(row, column) + 0))].sort((a, b) => a - b);
    return values.slice(1).map((high, i) => ({
      column,
      threshold: between(values[i], high),
      left: rows.filter((row) => value(row, column) <= values[i]),
    }));
  };
  /** Only the cuts that were made for all rows are. */
  const coarse = (rows: readonly number[], column: number): Split[] => {
    const own = cuts.subarray(column * 256, (column + 1) * 256);
    const codes = rows.map((row) => own.findIndex((cut) => !(cut < value(row, column))));
    const present = [...new Set(codes)].sort((a, b) => a - b).slice(0, -1);
    return present.map((code) => ({
      column,
      threshold: own[code],
      left: rows.filter((_, i) => codes[i] <= code),
    }));
  };
  /** One cut, drawn. */
  const drawnCut = (rows: readonly number[], column: number): Split[] => {
    const values = rows.map((row) => value(row, column));
    const [low, high] = [Math.min(...values), Math.max(...values)];
    if (low === high) return [];
    const cut = Math.fround(low + (random.bits() / 2 ** 32) * (high - low));
    const threshold = cut < high ? cut : low;
    return [{ column, threshold, left: rows.filter((row) => value(row, column) <= threshold) }];
  };

  function searchSplit(rows: readonly number[], { offer, firstOfTwo }: Search) {
    const [sum, weight] = [sumOf(rows), weightOf(rows)];
    let best: { split: Split; score: number } | undefined;
    let tried = 0;
    for (let i = 0; i < cols && tried < maxFeatures; i++) {
      const other = i + drawBelow(random, cols - i);
      [deck[i], deck[other]] = [deck[other], deck[i]];
      const offered = offer(rows, deck[i]);
      if (offered.length === 0) continue;
      tried++;
      for (const split of offered) {
        const [leftSum, leftWeight] = [sumOf(split.left), weightOf(split.left)];
        const [rightSum, rightWeight] = [sum - leftSum, weight - leftWeight];
        if (leftWeight < minLeaf || rightWeight < minLeaf) continue;
        const score = (leftSum * leftSum) / leftWeight + (rightSum * rightSum) / rightWeight;
        if (best === undefined || score > best.score) best = { split, score };
      }
      if (firstOfTwo && rows.length === 2) break;
    }
    return best;
  }

  function grow(rows: readonly number[], depth: number): number {
    const at = nodes.length;
    const [sum, weight] = [sumOf(rows), weightOf(rows)];
    const mayGrow = rows.length > 1 && depth < maxDepth && weight >= 2 && weight >= 2 * minLeaf;
    const alike = rows.every((row) => targets[row] === targets[rows[0]]);
    const isSmall = method === 'extra' || rows.length <= small;
    const offer = method === 'extra' ? drawnCut : isSmall ? exact : coarse;
    const best = mayGrow && !alike ? searchSplit(rows, { offer, firstOfTwo: isSmall }) : undefined;
    if (best === undefined) {
      nodes.push([-1 - leaves++, Math.fround(mean + (sum / weight) * unit), at, at]);
      return at;
    }
    const { column, threshold, left } = best.split;
    gains[column] += best.score - (sum * sum) / weight;
    const node: TreeNode = [column, threshold, at + 1, 0];
    nodes.push(node);
    const isLeft = new Set(left);
    grow(left, depth + 1);
    node[3] = grow(
      rows.filter((row) => !isLeft.has(row)),
      depth + 1,
    );
    return at;
  }

  grow(
    [...drawn.keys()].filter((row) => drawn[row] > 0),
    0,
  );
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return { nodes, importance: total > 0 ? gains.map((gain) => gain / total) : gains, drawn };
}

/** What shuffling columns does to the squared error of the rows that a tree did not draw, in sums over these. */
export function permuteColumns(
  { nodes, importance, drawn }: ReferenceTree,
  { x, cols }: Pick<TreeData, 'x' | 'cols'>,
  y: Float64Array,
  most: number,
  seed: number,
): { rises: number[]; error: number; rows: number } {
  const random = new Random(seed);
  const rows = [...drawn.keys()].filter((row) => drawn[row] === 0);
  const mix = (list: number[], count: number) => {
    for (let i = 0; i < count; i++) {
      const other = i + drawBelow(random, list.length - i);
      [list[i], list[other]] = [list[other], list[i]];
    }
    return list.slice(0, count);
  };
  const chosen = rows.length > most ? mix(rows, most) : rows;
  const errorOf = (column: number, from: readonly number[]) =>
    chosen.reduce((sum, row, i) => {
      const changed = x.slice(row * cols, (row + 1) * cols);
      if (column >= 0) changed[column] = x[from[i] * cols + column];
      return sum + (nodes[leafOf(nodes, changed)][1] - y[row]) ** 2;
    }, 0);
  const error = errorOf(-1, []);
  const rises = importance.map((gain, column) =>
    gain === 0 ? 0 : errorOf(column, mix([...chosen], chosen.length)) - error,
  );
  return { rises, error, rows: chosen.length };
}

function drawRows(count: number, { drawn, again }: TreeSettings, random: Random): number[] {
  const times = new Array<number>(count).fill(0);
  if (again) for (let i = 0; i < drawn; i++) times[drawBelow(random, count)]++;
  else if (drawn === count) times.fill(1);
  else {
    let left = drawn;
    for (let i = 0; i < count; i++) {
      if (drawBelow(random, count - i) >= left) continue;
      times[i] = 1;
      left--;
    }
  }
  return times;
}

/** The upper half of the product of 32 random bits and `below`. */
function drawBelow(random: Random, below: number): number {
  return Number((BigInt(random.bits()) * BigInt(below)) >> 32n);
}

/** Between two neighbouring values: rows up to the lower one go left. */
function between(low: number, high: number): number {
  const middle = Math.fround((low + high) / 2);
  return middle < high ? middle : low;
}

/** The node in which a row ends. */
export function leafOf(nodes: readonly TreeNode[], row: ArrayLike<number>): number {
  let at = 0;
  for (;;) {
    const [column, threshold, left, right] = nodes[at];
    if (column < 0) return at;
    at = row[column] <= threshold ? left : right;
  }
}
