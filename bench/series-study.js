// Ways to segment series on labelled sets: the 26 UCR sets and ECG5000, training and test series together. Labels are
// used to judge, and for the number of clusters in the first table. Every way gets the same series: gaps filled, unequal
// lengths resampled to the longest, each z-normalised. Prints the tables of docs/series-study.md.
//
// Runs are kept in a file, so that tables come about piece by piece; only what is missing is run.
//
//   npm run bench -- series-study [sets: all | ucr | small | CBF,ECG5000,…] [seeds: 10] [ways: all | how their names begin]
//   CLADE_RUNS=runs.jsonl where runs are kept (default: the folder for temporary files)
//   CLADE_DATA=…          where the data are
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from './built.js';
import { defaultWay, ways } from './series-ways.js';
import { readUcr, ucrNames } from './ucr.js';

/** @typedef {{ way: string, set: string, seed: number, ari: number, nmi: number, seconds: number, clusters: number }} Kept */
/** @typedef {{ x: any, classes: string[], k: number }} Labelled */

const { Panel } = await built('numeric');
const { prepareSeries, readSeriesSteps } = await built('prepare');
const { encoderMethods } = await built('encode');
const { clusterMethods } = await built('cluster');
const { agreement, silhouette } = await built('evaluate');

const [which = 'all', seeds = '10', wanted = 'all'] = process.argv.slice(2);
const file = process.env.CLADE_RUNS ?? join(tmpdir(), 'clade-series-study.jsonl');
const context = { threads: 2, warn: () => {} };
/** Rounding that is no difference between two ways on a set. */
const TIE = 0.005;
/** Numbers of clusters that are tried where it is not known. */
const MOST = 20;

/** @type {Map<string, Kept>} */
const kept = new Map();
const idOf = (/** @type {Pick<Kept, 'way' | 'set' | 'seed'>} */ { way, set, seed }) =>
  `${way}/${set}/${seed}`;
if (existsSync(file)) {
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const run = JSON.parse(line);
    kept.set(idOf(run), run);
  }
}

const sets = chosenSets();
const chosen = Object.keys(ways).filter(
  (name) => wanted === 'all' || wanted.split(',').some((word) => name.startsWith(word)),
);
for (const set of sets) {
  /** @type {Labelled | undefined} */
  let labelled;
  for (let seed = 0; seed < Number(seeds); seed++) {
    /** Codes of this set and seed: ways share the encoders they begin with. */
    const codes = new Map();
    for (const way of chosen) {
      if (seed > 0 && ways[way].seeded === false) continue;
      if (seed >= (ways[way].seeds ?? Number.POSITIVE_INFINITY)) continue;
      if (kept.has(idOf({ way, set, seed }))) continue;
      labelled ??= labelledSet(set);
      try {
        const run = { way, set, seed, ...(await measure(way, labelled, seed, codes)) };
        kept.set(idOf(run), run);
        appendFileSync(file, `${JSON.stringify(run)}\n`);
      } catch (error) {
        console.error(`${way} on ${set}: ${/** @type {Error} */ (error).message}`);
      }
    }
  }
}
const { printTables } = await import('./series-tables.js');
printTables([...kept.values()], sets, defaultWay, TIE);

/** @returns {string[]} */
function chosenSets() {
  const all = ucrNames();
  const ucr = all.filter((name) => name !== 'ECG5000');
  const named = {
    all,
    ucr,
    small: ['BME', 'CBF', 'Coffee', 'ECG200', 'GunPoint', 'Plane', 'SyntheticControl', 'Trace'],
  };
  return named[/** @type {keyof typeof named} */ (which)] ?? which.split(',');
}

/** @returns {Labelled} */
function labelledSet(/** @type {string} */ name) {
  const { series, classes } = readUcr(name);
  const steps = Math.max(...series.map((one) => one.length));
  const data = new Float32Array(series.length * steps).fill(Number.NaN);
  series.forEach((one, i) => {
    data.set(one, i * steps);
  });
  const lengths = Int32Array.from(series, (one) => one.length);
  const unequal = lengths.some((length) => length !== steps);
  const prepare = readSeriesSteps([
    { step: 'fill-gaps' },
    ...(unequal ? [{ step: 'resample', steps, by: 'line' }] : []),
    { step: 'z-normalise' },
  ]);
  const panel = new Panel(data, series.length, 1, steps, lengths);
  const x = prepareSeries(panel, [...series.keys()], prepare);
  return { x, classes, k: new Set(classes).size };
}

/**
 * @param {string} name
 * @param {Labelled} labelled
 * @param {number} seed
 * @param {Map<string, { z: any, seconds: number }>} codes
 */
async function measure(name, { x, classes, k }, seed, codes) {
  const way = ways[name];
  const with_ = (/** @type {any} */ { method, ...options }, /** @type {any} */ methods) => {
    const said = Object.entries(options).map(([key, value]) => [
      key,
      value === 'clusters' ? Math.max(2, k) : value,
    ]);
    const given = { ...Object.fromEntries(said), ...(methods[method].traits.seeded && { seed }) };
    return { text: JSON.stringify([method, given]), create: () => methods[method].create(given) };
  };
  let code = { z: x, seconds: 0 };
  let key = '';
  for (const step of way.encode ?? []) {
    const { text, create } = with_(step, encoderMethods);
    key += text;
    const before = code;
    const known = codes.get(key);
    code = known ?? (await timed(() => fitTransform(create(), before.z), before.seconds));
    codes.set(key, code);
  }
  const { linkage, ...cluster } = way.cluster;
  const linkages = [linkage ?? []].flat();
  const points = (way.unknown ? upTo(Math.min(MOST, x.rows - 1)) : [k]).flatMap((clusters) =>
    linkages.length === 0
      ? [{ ...cluster, clusters }]
      : linkages.map((each) => ({ ...cluster, linkage: each, clusters })),
  );
  const found = await timed(() => bestOf(points, code.z, with_), code.seconds);
  const { ari, nmi } = agreement(classes, found.z.labels);
  return { ari, nmi, seconds: found.seconds, clusters: found.z.clusters };
}

/** Every number of clusters that is tried. */
function upTo(/** @type {number} */ most) {
  return Array.from({ length: most - 1 }, (_, i) => i + 2);
}

/**
 * The clustering of the highest silhouette, as a study chooses it.
 *
 * @param {any[]} points
 * @param {any} z
 * @param {(step: any, methods: any) => { create(): any }} with_
 */
async function bestOf(points, z, with_) {
  let best = { score: Number.NEGATIVE_INFINITY, model: /** @type {any} */ (null) };
  for (const point of points) {
    const model = await with_(point, clusterMethods).create().fit(z, context);
    if (points.length === 1) return model;
    const { mean } = await silhouette(z, model.labels, context, { rows: 10_000, seed: 0 });
    if (mean > best.score) best = { score: mean, model };
  }
  return best.model;
}

/** What comes of it, and the processor's seconds since the first step. */
async function timed(/** @type {() => Promise<any>} */ work, /** @type {number} */ before) {
  const spent = process.cpuUsage();
  const z = await work();
  const { user, system } = process.cpuUsage(spent);
  return { z, seconds: before + (user + system) / 1e6 };
}

async function fitTransform(/** @type {any} */ encoder, /** @type {any} */ x) {
  const model = await encoder.fit(x, context);
  return model.transform(x, context);
}
