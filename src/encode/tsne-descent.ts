import { naturalLog, type Run } from '../base/index.ts';
import { type Block, type Compute, openCompute, type Scope } from '../compute/index.ts';
import type { Affinities } from './tsne-affinities.ts';
import { CHUNK, LIGHT_CHUNK, type Places, type Repulsion } from './tsne-repulsion.ts';

export interface Descent {
  readonly exaggeration: number;
  readonly learningRate: number | 'auto';
  readonly iterations: number;
  /** Makes the repulsion for so many rows and columns. */
  readonly repulsion: (compute: Compute, scope: Scope) => Repulsion;
}

export interface Descended {
  /** n × c f64, centred on 0. */
  readonly y: Float64Array;
  /** Σ p·ln(p / q) over the affinities, with q = w / Z. */
  readonly divergence: number;
}

/** The first iterations pull harder, so that groups find each other: a third of all, but no more. */
const EXAGGERATED = 250;
const MOMENTUM = 0.8;
/** A step longer than this would throw a row off the map: openTSNE's bound. */
const LONGEST_STEP = 5;

/**
 * Moves places downhill on the divergence between affinities p and closeness q on the map.
 *
 * Source: van der Maaten & Hinton 2008, with the gains of Jacobs 1988; the learning rate n / exaggeration:
 * Belkina et al. 2019, "Automated optimized parameters for t-SNE". The gradient's factor 4 is in the rate.
 * Differs: momentum 0.8 from the start, as in openTSNE.
 */
export async function descend(
  start: Float64Array,
  affinities: Affinities,
  { exaggeration, learningRate, iterations, repulsion }: Descent,
  run: Run,
): Promise<Descended> {
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const { rows } = affinities;
  const c = start.length / rows;
  const stride = rows + (rows % 2);
  const chunks = Math.ceil(rows / LIGHT_CHUNK);
  const y = scope.put(start);
  const columns = scope.f64(c * stride);
  // A place so far off pushes nothing; the last column's lane that no row fills.
  columns.view.fill(1e150);
  const edges = [affinities.offsets, affinities.targets].map((list) => scope.put(list).at);
  edges.push(scope.put(affinities.weights).at);
  const pulls = scope.f64(rows * c);
  const steps = scope.f64(rows * c);
  const gains = scope.f64(rows * c);
  gains.view.fill(1);
  const slots = scope.f64(chunks * 3 * c);
  const center = scope.f64(c);
  using repel = repulsion(compute, scope);
  const attract = () =>
    c === 2
      ? compute.run('tsneAttractPlane', rows, CHUNK, [pulls.at, y.at, y.at, ...edges])
      : compute.run('tsneAttract', rows, CHUNK, [pulls.at, y.at, y.at, ...edges, c]);
  const settle = (): Places => {
    const bounds = addSlots(slots, chunks, c, rows);
    center.view.set(bounds.means);
    compute.run('tsneCenter', rows, LIGHT_CHUNK, [y.at, columns.at, center.at, stride, c]);
    const shift = (ends: Float64Array) => ends.map((end, a) => end - bounds.means[a]);
    const [lows, highs] = [shift(bounds.lows), shift(bounds.highs)];
    return { rows, components: c, y, columns, stride, lows, highs };
  };
  const move = (pull: number, push: number, rate: number) => {
    const places = [slots.at, y.at, pulls.at, repel.forces.at, steps.at, gains.at, c];
    compute.run('tsneStep', rows, LIGHT_CHUNK, [
      ...places,
      pull,
      push,
      rate,
      MOMENTUM,
      LONGEST_STEP,
    ]);
  };
  const early = Math.min(EXAGGERATED, Math.floor(iterations / 3));
  // A step of nothing, for the bounds.
  move(0, 0, 0);
  gains.view.fill(1);
  let places = settle();
  for (let round = 0; round < iterations; round++) {
    await run.pause();
    run.progress('t-sne', round, iterations);
    const pull = round < early ? exaggeration : 1;
    attract();
    const total = repel.update(places);
    move(pull, total > 0 ? 1 / total : 0, learningRate === 'auto' ? rows / pull : learningRate);
    places = settle();
  }
  await run.pause();
  const total = repel.update(places, true);
  const parts = scope.f64(Math.ceil(rows / CHUNK));
  compute.run('tsneDivergence', rows, CHUNK, [parts.at, y.at, ...edges, c]);
  run.progress('t-sne', iterations, iterations);
  return {
    y: y.copy(),
    divergence: parts.view.reduce((sum, part) => sum + part, total > 0 ? naturalLog(total) : 0),
  };
}

/** Means, least and greatest from the slots that a step leaves: per chunk c sums, c lows, c highs. */
function addSlots(slots: Block<Float64Array>, chunks: number, c: number, rows: number) {
  const from = slots.view;
  const means = new Float64Array(c);
  const lows = new Float64Array(c).fill(Number.POSITIVE_INFINITY);
  const highs = new Float64Array(c).fill(Number.NEGATIVE_INFINITY);
  for (let chunk = 0; chunk < chunks; chunk++) {
    for (let a = 0; a < c; a++) {
      const at = chunk * 3 * c + a;
      means[a] += from[at] / rows;
      lows[a] = Math.min(lows[a], from[at + c]);
      highs[a] = Math.max(highs[a], from[at + 2 * c]);
    }
  }
  return { means, lows, highs };
}
