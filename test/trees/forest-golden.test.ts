import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { type GrowOptions, growForest } from '../../src/trees/index.ts';
import { r2 } from './friedman.ts';

interface Spread {
  readonly mean: number;
  readonly deviation: number;
}
interface Case {
  readonly train: Spread;
  readonly new: Spread;
  readonly leaves: Spread;
  readonly outOfBag?: Spread;
  readonly importance: readonly number[];
}
const golden = JSON.parse(
  readFileSync(new URL('../golden/forest.json', import.meta.url), 'utf8'),
) as {
  x: number[][];
  y: number[];
  newX: number[][];
  newY: number[];
  cases: Record<string, Case>;
};
const x = Matrix.from(golden.x);
const newX = Matrix.from(golden.newX);

const plain: Omit<GrowOptions, 'method' | 'seed' | 'bootstrap'> = {
  trees: 100,
  maxFeatures: 1,
  minSamplesLeaf: 1,
  maxDepth: 2 ** 30,
  subsample: 1,
  shuffled: 0,
};
const changed: Record<string, Partial<GrowOptions>> = {
  random: {},
  'random, two of five columns': { maxFeatures: 0.4 },
  'random, depth 4': { maxDepth: 4 },
  extra: {},
  'extra, leaves of 5': { minSamplesLeaf: 5 },
};

function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** The means of ten seeds each differ by no more than four times the error of their difference. */
function expectLevel(name: string, ours: readonly number[], theirs: Spread): void {
  const own = spread(ours);
  const error = Math.sqrt((own.deviation ** 2 + theirs.deviation ** 2) / ours.length);
  expect(
    Math.abs(own.mean - theirs.mean),
    `${name}: ${own.mean} beside ${theirs.mean}`,
  ).toBeLessThanOrEqual(4 * error + 1e-9);
}

test.each(Object.entries(golden.cases))(
  'growForest is level with scikit-learn over ten seeds: %s',
  async (name, theirs) => {
    const method = name.startsWith('extra') ? 'extra' : 'random';
    const grown = [];
    for (let seed = 0; seed < 10; seed++) {
      const options = { ...plain, ...changed[name], method, bootstrap: method === 'random', seed };
      grown.push(await growForest(x, golden.y, options as GrowOptions));
    }
    const run = new Run();
    const told = await Promise.all(
      grown.map(async ({ forest }) => ({
        train: r2(golden.y, await forest.predict(x, run)),
        new: r2(golden.newY, await forest.predict(newX, run)),
      })),
    );
    expectLevel(
      'train',
      told.map((each) => each.train),
      theirs.train,
    );
    expectLevel(
      'new',
      told.map((each) => each.new),
      theirs.new,
    );
    const leaves = grown.map(({ forest }) => forest.leaves.reduce((a, b) => a + b, 0) / 100);
    expectLevel('leaves', leaves, theirs.leaves);
    if (theirs.outOfBag) {
      expectLevel(
        'out of bag',
        grown.map(({ outOfBag }) => r2(golden.y, outOfBag!)),
        theirs.outOfBag,
      );
    }
    for (let j = 0; j < x.cols; j++) {
      const mean = spread(grown.map(({ importance }) => importance[j])).mean;
      // Ten means of a hundred trees: gains differ by some thousandths from seed to seed.
      expect(Math.abs(mean - theirs.importance[j])).toBeLessThan(0.01);
    }
  },
);
