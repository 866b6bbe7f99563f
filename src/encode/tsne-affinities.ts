import { naturalLog, type Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';

/** How strongly pairs of rows belong together, as CSR; both directions are there, and all add up to 1. */
export interface Affinities {
  readonly rows: number;
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  readonly weights: Float32Array;
}

/**
 * Per row, shares for its k nearest rows that fall with the squared distance, so that their entropy is
 * ln(perplexity): as many neighbours as that count, whatever the density around the row.
 *
 * Shapes: distances and result are n × k. Cost: O(n·k), about five exponentials each.
 * Source: van der Maaten & Hinton 2008, section 2. Differs: Newton's method instead of bisection.
 */
export async function neighborShares(
  distances: Float64Array,
  k: number,
  perplexity: number,
  run: Run,
): Promise<Float32Array> {
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const n = distances.length / k;
  const out = scope.f32(n * k);
  const entropy = naturalLog(perplexity);
  compute.run('perplexityShares', n, 256, [out.at, scope.put(distances).at, k, entropy]);
  return out.copy();
}

/**
 * p = (pⱼ|ᵢ + pᵢ|ⱼ) / 2n from the shares of the k nearest rows of each row.
 *
 * Cost: O(n·k), memory four lists of that length at most.
 * Source: van der Maaten 2014, "Accelerating t-SNE using tree-based algorithms", section 4.1.
 */
export function jointAffinities(
  neighbors: Int32Array,
  shares: Float32Array,
  k: number,
): Affinities {
  const rows = neighbors.length / k;
  const offsets = Int32Array.from({ length: rows + 1 }, (_, i) => i * k);
  const given = { rows, offsets, targets: neighbors, weights: shares };
  // Turned over once, rows name those that chose them in ascending order; twice, their own choices.
  const chosenBy = transpose(given);
  return addRows(transpose(chosenBy), chosenBy, 1 / (2 * rows));
}

function transpose({ rows, offsets, targets, weights }: Affinities): Affinities {
  const turned = {
    rows,
    offsets: new Int32Array(rows + 1),
    targets: new Int32Array(targets.length),
    weights: new Float32Array(targets.length),
  };
  for (const target of targets) turned.offsets[target + 1]++;
  for (let i = 0; i < rows; i++) turned.offsets[i + 1] += turned.offsets[i];
  const next = turned.offsets.slice(0, rows);
  for (let i = 0; i < rows; i++) {
    for (let e = offsets[i]; e < offsets[i + 1]; e++) {
      const at = next[targets[e]]++;
      turned.targets[at] = i;
      turned.weights[at] = weights[e];
    }
  }
  return turned;
}

/** (a + b) · scale, for rows whose targets ascend. */
function addRows(a: Affinities, b: Affinities, scale: number): Affinities {
  const { rows } = a;
  const offsets = new Int32Array(rows + 1);
  const targets = new Int32Array(a.targets.length + b.targets.length);
  const weights = new Float32Array(targets.length);
  let at = 0;
  for (let i = 0; i < rows; i++) {
    let e = a.offsets[i];
    let f = b.offsets[i];
    while (e < a.offsets[i + 1] || f < b.offsets[i + 1]) {
      const left = e < a.offsets[i + 1] ? a.targets[e] : rows;
      const right = f < b.offsets[i + 1] ? b.targets[f] : rows;
      const weight = (left <= right ? a.weights[e++] : 0) + (right <= left ? b.weights[f++] : 0);
      targets[at] = Math.min(left, right);
      weights[at++] = weight * scale;
    }
    offsets[i + 1] = at;
  }
  return { rows, offsets, targets: targets.slice(0, at), weights: weights.slice(0, at) };
}
