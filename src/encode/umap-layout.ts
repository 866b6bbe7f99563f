import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import type { Graph } from '../numeric/index.ts';
import type { DistanceCurve } from './distance-curve.ts';

export interface LayoutSetting {
  readonly curve: DistanceCurve;
  readonly epochs: number;
  readonly learningRate: number;
  /** Random points that push, per neighbour that pulls. */
  readonly negativeSamples: number;
  readonly repulsionStrength: number;
  readonly seed: number;
}

/**
 * Moves points so that those with heavy edges come near and others do not.
 *
 * Every epoch each point goes through its neighbours, the heavier the more often, and a few random
 * points, one after the other, while the others stand where they were; then once more through its
 * neighbours, from where all stand now. So all points move at once, on any number of threads to the same
 * bits, and none waits for another. Both halves in one made maps restless: points that pull each other
 * passed each other by.
 *
 * @param places n × c, where the points begin
 * @param still the places of others that do not move and that the graph's targets name; left out, the points themselves
 * @param keys per point: what its random numbers are drawn by; left out, its number
 */
export async function layOut(
  places: Float32Array,
  width: number,
  graph: Graph,
  setting: LayoutSetting,
  run: Run,
  { still, keys }: { still?: Float32Array; keys?: Int32Array } = {},
): Promise<Float32Array> {
  const n = places.length / width;
  if (n === 0) return places;
  const { curve, epochs, negativeSamples } = setting;
  const moving = still === undefined;
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  let [from, to] = [scope.put(places), scope.f32(places.length)];
  const rates = pullRates(graph);
  const room = longestList(graph.offsets, negativeSamples);
  const numbers = scope.f32(4);
  const others = still ? scope.put(still).at : undefined;
  const edges = [scope.put(graph.offsets).at, scope.put(graph.targets).at, scope.put(rates).at];
  const own = scope.put(keys ?? Int32Array.from({ length: n }, (_, i) => i)).at;
  const scratch = scope.u8(compute.threads * (36 * room + 32 * width)).at;
  const count = (still ?? places).length / width;
  for (let epoch = 0; epoch < epochs; epoch++) {
    await run.pause();
    const step = setting.learningRate * (1 - epoch / epochs);
    const push = 2 * setting.repulsionStrength * curve.b;
    numbers.view.set([curve.a, curve.b, push, step]);
    // Where nobody stands still an edge leads each way: what the one end does, the other does after it.
    for (const negatives of moving ? [negativeSamples, 0] : [negativeSamples]) {
      compute.run('umapEpoch', n, 256, [
        ...[to.at, from.at, others ?? from.at, ...edges, own, numbers.at],
        ...[width, count, epoch + 1, setting.seed | 0, negatives, scratch, room],
      ]);
      [from, to] = [to, from];
    }
    run.progress('layout', epoch + 1, epochs);
  }
  return from.copy();
}

/** How often each edge fires per epoch: the heaviest every time. */
function pullRates({ offsets, weights }: Graph): Float32Array {
  let heaviest = 0;
  for (let e = 0; e < offsets[offsets.length - 1]; e++) heaviest = Math.max(heaviest, weights[e]);
  return Float32Array.from(weights, (weight) => weight / heaviest);
}

/** Most that can come on one point's list in an epoch, with every edge at its most. */
function longestList(offsets: Int32Array, negativeSamples: number): number {
  let most = 1;
  for (let i = 0; i + 1 < offsets.length; i++) most = Math.max(most, offsets[i + 1] - offsets[i]);
  // At least room for the places of eight points.
  return Math.max(16, most * (1 + negativeSamples));
}
