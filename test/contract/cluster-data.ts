// Data and settings that the contract suite gives to every clustering method.
import { type OptionKind, Random } from '../../src/base/index.ts';
import type { ClusterMethod } from '../../src/cluster/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

const FAR = [
  [0, 0, 0, 50],
  [20, 0, 5, 40],
  [0, 25, -5, 30],
];
/** For methods that see neither level nor scale: down, up, and up and down again. */
const SHAPES = [
  [20, 0, -20, 50],
  [-20, 0, 20, 40],
  [-10, 30, -10, 30],
];

/** Three tight groups, far apart, of 50, 40 and 30 rows: any method worth having finds them. */
export function threeGroups({ seed = 1, shapes = false } = {}): Matrix {
  const random = new Random(seed);
  const places = shapes ? SHAPES : FAR;
  const rows = places.flatMap(([a, b, c, size]) =>
    Array.from({ length: size }, () => [a, b, c].map((value) => value + random.normal())),
  );
  return Matrix.from(rows);
}

/** A value for every option name without a usable default on `threeGroups`, whatever the method. */
const settings: Record<string, unknown> = {
  clusters: 3,
  eps: 3,
  minSamples: 4,
  minClusterSize: 10,
};

/** Options with which the method can find the groups of `threeGroups`. */
export function optionsFor(method: ClusterMethod, changed: Record<string, unknown> = {}) {
  const all = { ...settings, ...changed };
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => Object.hasOwn(method.table, name)),
  );
}

/** Values that an option's own entry in the table must refuse. */
export function badValues(
  method: { readonly table: Readonly<Record<string, OptionKind<unknown>>> },
  name: string,
): unknown[] {
  const option = method.table[name];
  const bad: unknown[] = [null, {}, [null], Number.NaN];
  if (option.kind !== 'text') bad.push('no such word');
  if (option.kind === 'integers') bad.push([2.5], [1, '2']);
  else bad.push([]);
  if (option.kind === 'flag') bad.push(1, 'yes');
  if (option.kind === 'choice') bad.push(7, '');
  if (option.kind === 'integer') bad.push(2.5, '3', Number.POSITIVE_INFINITY);
  if (option.min !== undefined) bad.push(option.min - 1, [option.min - 1]);
  if (option.max !== undefined) bad.push(option.max + 1);
  return bad;
}
