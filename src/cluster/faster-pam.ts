import type { Random, Run } from '../base/index.ts';

/** Medoids, and how the search for them went. */
export interface FoundMedoids {
  readonly medoids: Int32Array;
  /** The sum of all rows' distances to their nearest medoid. */
  readonly loss: number;
  readonly iterations: number;
  readonly stopped: 'converged' | 'max-iterations';
}

/** An exchange must lower the loss by more than this share of it: less is rounding, and could go round in circles. */
const GAIN = 1e-12;

/** Rows to start from: as many different ones as clusters. */
export async function startMedoids(
  distances: Float32Array,
  n: number,
  clusters: number,
  init: 'build' | 'lab' | 'random',
  random: Random,
  run: Run,
): Promise<Int32Array> {
  if (init === 'random') return random.sample(n, clusters);
  const chosen: number[] = [];
  const isChosen = new Uint8Array(n);
  const nearest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const everyone = Int32Array.from({ length: n }, (_, i) => i);
  while (chosen.length < clusters) {
    await run.pause();
    // LAB looks at 10 + ⌈√n⌉ rows that are not medoids yet, as candidates and as those to be near.
    const some =
      init === 'build' ? everyone : random.sample(n, Math.min(n, 10 + Math.ceil(Math.sqrt(n))));
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const candidate of some) {
      if (isChosen[candidate] === 1) continue;
      const row = candidate * n;
      let sum = 0;
      for (const i of some) sum += Math.min(nearest[i], distances[row + i]);
      if (best < 0 || sum < least) {
        least = sum;
        best = candidate;
      }
    }
    if (best < 0) best = isChosen.indexOf(0);
    isChosen[best] = 1;
    chosen.push(best);
    for (let i = 0; i < n; i++) nearest[i] = Math.min(nearest[i], distances[best * n + i]);
  }
  return Int32Array.from(chosen);
}

/**
 * Exchanges a medoid for another row as soon as that lowers the loss, until no exchange does.
 *
 * Cost: O(n) for a candidate, whichever medoid it replaces; O(n²) per pass.
 *
 * Source: Schubert & Rousseeuw 2021, algorithm 3.
 *
 * @param distances n × n
 */
export async function descendMedoids(
  distances: Float32Array,
  n: number,
  start: Int32Array,
  maxIterations: number,
  run: Run,
): Promise<FoundMedoids> {
  const k = start.length;
  const medoids = start.slice();
  const near = new Int32Array(n);
  const first = new Float64Array(n);
  const second = new Float64Array(n);
  /** How much the loss would rise were the medoid taken away. */
  const removal = new Float64Array(k);
  const change = new Float64Array(k);
  const isMedoid = new Uint8Array(n);
  for (const medoid of medoids) isMedoid[medoid] = 1;

  const look = (): number => {
    let loss = 0;
    removal.fill(0);
    for (let i = 0; i < n; i++) {
      let a = Number.POSITIVE_INFINITY;
      let b = Number.POSITIVE_INFINITY;
      let at = 0;
      for (let c = 0; c < k; c++) {
        const distance = distances[medoids[c] * n + i];
        if (distance < a) {
          b = a;
          a = distance;
          at = c;
        } else if (distance < b) b = distance;
      }
      near[i] = at;
      first[i] = a;
      // One cluster: there is nowhere else to go, and every exchange is judged by what it brings alone.
      second[i] = k === 1 ? 0 : b;
      loss += a;
      removal[at] += second[i] - a;
    }
    return loss;
  };

  let loss = look();
  let iterations = 0;
  let tried = 0;
  let candidate = 0;
  while (tried < n && iterations < maxIterations) {
    if (isMedoid[candidate] === 0) {
      change.set(removal);
      const row = candidate * n;
      let gain = 0;
      for (let i = 0; i < n; i++) {
        const distance = distances[row + i];
        if (k === 1) gain += distance;
        else if (distance < first[i]) {
          gain += distance - first[i];
          change[near[i]] += first[i] - second[i];
        } else if (distance < second[i]) change[near[i]] += distance - second[i];
      }
      let best = 0;
      for (let c = 1; c < k; c++) if (change[c] < change[best]) best = c;
      const difference = k === 1 ? gain - loss : gain + change[best];
      if (difference < -GAIN * loss) {
        isMedoid[medoids[best]] = 0;
        isMedoid[candidate] = 1;
        medoids[best] = candidate;
        loss = look();
        tried = 0;
      }
    }
    tried++;
    candidate++;
    if ((candidate & 63) === 0) await run.pause();
    if (candidate === n) {
      candidate = 0;
      iterations++;
      run.progress('k-medoids', iterations, maxIterations);
    }
  }
  return { medoids, loss, iterations, stopped: tried < n ? 'max-iterations' : 'converged' };
}
