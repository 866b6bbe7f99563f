/** A merge of the clusters that hold items a and b. */
export interface Merge {
  readonly a: number;
  readonly b: number;
  readonly height: number;
}

/**
 * Every merge from single rows to one cluster, lowest first. Rows are nodes 0…n−1; merge i makes
 * node n + i of `sizes[i]` rows out of nodes `children[2i]` and `children[2i + 1]`.
 */
export interface MergeTree {
  readonly children: Int32Array;
  readonly heights: Float64Array;
  readonly sizes: Int32Array;
}

/** Nodes joined so far; each set knows the tree node that stands for it. */
class Joined {
  readonly #parent: Int32Array;

  constructor(items: number) {
    this.#parent = Int32Array.from({ length: items }, (_, i) => i);
  }

  find(item: number): number {
    const parent = this.#parent;
    let at = item;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  /** The lower of the two names stays, so that equal input gives equal trees. */
  join(a: number, b: number): number {
    const [low, high] = a < b ? [a, b] : [b, a];
    this.#parent[high] = low;
    return low;
  }
}

/**
 * The tree over all rows: equal rows are merged first, at height 0, then the merges of distinct rows
 * in order of height.
 *
 * @param group each row's distinct row
 * @param merges one fewer than distinct rows, in any order; a and b name distinct rows
 */
export function mergeTree(
  group: Int32Array,
  first: Int32Array,
  merges: readonly Merge[],
): MergeTree {
  const rows = group.length;
  const children = new Int32Array(2 * Math.max(0, rows - 1));
  const heights = new Float64Array(Math.max(0, rows - 1));
  const sizes = new Int32Array(Math.max(0, rows - 1));
  const joined = new Joined(rows);
  const node = Int32Array.from({ length: rows }, (_, i) => i);
  let made = 0;
  const merge = (a: number, b: number, height: number) => {
    const [p, q] = [joined.find(a), joined.find(b)];
    const pair = [node[p], node[q]].sort((x, y) => x - y);
    children.set(pair, 2 * made);
    heights[made] = height;
    sizes[made] = pair.reduce((sum, name) => sum + (name < rows ? 1 : sizes[name - rows]), 0);
    node[joined.join(p, q)] = rows + made;
    made++;
  };
  for (let i = 0; i < rows; i++) if (first[group[i]] !== i) merge(first[group[i]], i, 0);
  const order = [...merges.keys()].sort((a, b) => merges[a].height - merges[b].height || a - b);
  for (const at of order) merge(first[merges[at].a], first[merges[at].b], merges[at].height);
  return { children, heights, sizes };
}

/** How many of the lowest merges leave `clusters` clusters, or all those up to `height`. */
export function mergesToDo(
  { heights }: MergeTree,
  cut: { readonly clusters: number } | { readonly height: number },
): number {
  if ('clusters' in cut) return Math.max(0, heights.length + 1 - cut.clusters);
  let done = 0;
  while (done < heights.length && heights[done] <= cut.height) done++;
  return done;
}

/** Each row's cluster after the lowest `merges` merges, named 0, 1, … by first row. */
export function cutTree({ children, heights }: MergeTree, merges: number): Int32Array {
  const rows = heights.length + 1;
  const top = new Int32Array(rows + heights.length).fill(-1);
  for (let m = merges - 1; m >= 0; m--) {
    const above = top[rows + m] < 0 ? rows + m : top[rows + m];
    top[children[2 * m]] = above;
    top[children[2 * m + 1]] = above;
  }
  const names = new Map<number, number>();
  return Int32Array.from({ length: rows }, (_, i) => {
    const cluster = top[i] < 0 ? i : top[i];
    let name = names.get(cluster);
    if (name === undefined) {
      name = names.size;
      names.set(cluster, name);
    }
    return name;
  });
}
