import type { Graph } from '../numeric/index.ts';

/**
 * The graph of rows that are near by either one's judgement: w = m·(p + q − p·q) + (1 − m)·p·q for
 * memberships p and q both ways and the mix m (1: either is enough, 0: both are needed).
 *
 * Shapes: `rows` and `weights` are n × count; the graph has an edge each way.
 * Cost: O(n·count) and a sort of each row's edges.
 * Source: McInnes, Healy & Melville 2018, "UMAP", algorithm 1.
 */
export function fuzzyGraph(
  rows: Int32Array,
  weights: Float64Array,
  count: number,
  mix: number,
): Graph {
  const n = rows.length / count;
  const offsets = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) offsets[i + 1] += count;
  for (const target of rows) offsets[target + 1]++;
  for (let i = 0; i < n; i++) offsets[i + 1] += offsets[i];
  const fill = offsets.slice();
  const targets = new Int32Array(offsets[n]);
  const forth = new Float64Array(offsets[n]);
  const back = new Float64Array(offsets[n]);
  // Rows in order, so that what others say of a row comes sorted by them.
  for (let i = 0; i < n; i++) {
    for (let at = i * count; at < (i + 1) * count; at++) {
      const other = fill[rows[at]]++;
      targets[other] = i;
      back[other] = weights[at];
    }
  }
  for (let i = 0; i < n; i++) {
    for (let at = i * count; at < (i + 1) * count; at++) {
      const own = fill[i]++;
      targets[own] = rows[at];
      forth[own] = weights[at];
    }
  }
  return merge(offsets, targets, forth, back, mix);
}

/** Sorts each node's edges and joins the two that lead to the same other. */
function merge(
  offsets: Int32Array,
  targets: Int32Array,
  forth: Float64Array,
  back: Float64Array,
  mix: number,
): Graph {
  const n = offsets.length - 1;
  const starts = new Int32Array(n + 1);
  const others = new Int32Array(targets.length);
  const both = new Float32Array(targets.length);
  let to = 0;
  for (let i = 0; i < n; i++) {
    const order = new Uint32Array(offsets[i + 1] - offsets[i]).map((_, e) => offsets[i] + e);
    order.sort((a, b) => targets[a] - targets[b]);
    for (let e = 0; e < order.length; ) {
      const target = targets[order[e]];
      let [p, q] = [0, 0];
      for (; e < order.length && targets[order[e]] === target; e++) {
        p += forth[order[e]];
        q += back[order[e]];
      }
      const weight = mix * (p + q - p * q) + (1 - mix) * p * q;
      if (weight === 0) continue;
      others[to] = target;
      both[to++] = weight;
    }
    starts[i + 1] = to;
  }
  return { offsets: starts, targets: others.slice(0, to), weights: both.slice(0, to) };
}

/** The graph without edges below a share of the heaviest. */
export function withoutFaint({ offsets, targets, weights }: Graph, share: number): Graph {
  let heaviest = 0;
  for (const weight of weights) heaviest = Math.max(heaviest, weight);
  const least = heaviest * share;
  const n = offsets.length - 1;
  const starts = new Int32Array(n + 1);
  const others = new Int32Array(targets.length);
  const kept = new Float32Array(targets.length);
  let to = 0;
  for (let i = 0; i < n; i++) {
    for (let e = offsets[i]; e < offsets[i + 1]; e++) {
      if (weights[e] < least) continue;
      others[to] = targets[e];
      kept[to++] = weights[e];
    }
    starts[i + 1] = to;
  }
  return { offsets: starts, targets: others.slice(0, to), weights: kept.slice(0, to) };
}
