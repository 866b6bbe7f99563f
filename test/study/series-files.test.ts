import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.ts';
import type { Manifest } from '../../src/publish/index.ts';
import { scoreBundle } from '../../src/score/index.ts';
import { fitStudy, parseStudy } from '../../src/study/index.ts';
import { sharedData } from '../data/shared.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Waves of two kinds, ten of each; of 20 steps, or of 14 to 20. */
function waves(seed: number, ragged: boolean, scale = 1): { label: string; values: number[] }[] {
  const random = new Random(seed);
  return Array.from({ length: 20 }, (_, i) => {
    const label = i % 2 === 0 ? 'sine' : 'saw';
    const length = ragged ? 14 + (i % 7) : 20;
    const values = Array.from({ length }, (_, t) => {
      const at = t / (length - 1);
      const shape = label === 'sine' ? Math.sin(2 * Math.PI * at) : 2 * at - 1;
      return scale * (shape + 0.05 * random.normal());
    });
    return { label, values };
  });
}

const ucr = (series: ReturnType<typeof waves>, steps = 20) =>
  series
    .map(({ label, values }) =>
      [
        label === 'sine' ? 1 : 2,
        ...Array.from({ length: steps }, (_, t) => values[t] ?? 'NaN'),
      ].join('\t'),
    )
    .join('\n');

async function fit(name: string, source: string, more = '', columns = "'t*'"): Promise<Manifest> {
  const study = parseStudy(`
clade: 1
name: ${name}
source: ${source}
features: { kind: series, columns: ${columns} }
compare: label
${more === '' ? 'prepare: [{ step: z-normalise }]\ncluster: { method: KMeans, clusters: 2 }' : more}`);
  return fitStudy({ study, folder: home }, join(home, name));
}

const text = (...path: string[]) => readFile(join(home, ...path), 'utf8');
const codes = ({ warnings }: Manifest) => warnings.map(({ code }) => code);
const agreement = (manifest: Manifest) => manifest.groups[0].knownGroups[0].adjustedRand;

describe('fitStudy() of files of series', () => {
  it('finds the kinds of a UCR file, compares them with its labels, and scores another file', async () => {
    await writeFile(join(home, 'A_TRAIN.tsv'), ucr(waves(1, false)));
    const manifest = await fit('plain', 'A_TRAIN.tsv');
    expect(agreement(manifest)).toBe(1);
    expect(codes(manifest)).toEqual([]);
    expect(manifest.source).toMatchObject({ format: 'ucr', rows: 20 });
    await writeFile(join(home, 'A_TEST.tsv'), ucr(waves(2, false, 5)));
    const out = join(home, 'scored.csv');
    const { entities, warnings } = await scoreBundle(
      join(home, 'plain'),
      join(home, 'A_TEST.tsv'),
      out,
    );
    expect([entities, warnings]).toEqual([20, []]);
    const labels = (await text('scored.csv')).trim().split('\n').slice(1);
    const segments = labels.map((line) => line.split(',')[1]);
    expect(new Set(segments.filter((_, i) => i % 2 === 0)).size).toBe(1);
    expect(new Set(segments).size).toBe(2);
  });

  it('stretches series of unequal lengths for plain methods and warns once; resample needs no warning', async () => {
    await writeFile(join(home, 'B_TRAIN.tsv'), ucr(waves(3, true)));
    const stretched = await fit('stretched', 'B_TRAIN.tsv');
    expect(agreement(stretched)).toBe(1);
    expect(codes(stretched)).toEqual(['series-stretched']);
    const report = JSON.parse(await text('stretched', 'report.json'));
    expect(report.source.facts).toContainEqual({
      label: 'Series that end early',
      value: '18 of 20, the shortest after 14 of 20 steps',
    });
    const prepare = 'prepare: [{ step: resample, steps: 16 }, { step: z-normalise }]\n';
    const resampled = await fit(
      'resampled',
      'B_TRAIN.tsv',
      `${prepare}encode: { method: PCA, components: 3 }\ncluster: { method: KMeans, clusters: 2 }`,
    );
    expect(agreement(resampled)).toBe(1);
    expect(codes(resampled)).not.toContain('series-stretched');
    const shaped = await fit(
      'medoids',
      'B_TRAIN.tsv',
      'prepare: [{ step: z-normalise }]\ncluster: { method: KMedoids, measure: dtw, clusters: 2 }',
    );
    expect(codes(shaped)).not.toContain('series-stretched');
    const joined = await fit(
      'joined',
      'B_TRAIN.tsv',
      'prepare: [{ step: z-normalise }]\ncluster: { method: Agglomerative, measure: dtw, linkage: average, clusters: 2 }',
    );
    expect(agreement(joined)).toBe(1);
    expect(codes(joined)).not.toContain('series-stretched');
  });

  it('scores shorter files as they are, and cuts longer ones with a warning', async () => {
    await writeFile(join(home, 'short_TEST.tsv'), ucr(waves(4, true).slice(0, 3), 17));
    const short = await scoreBundle(
      join(home, 'stretched'),
      join(home, 'short_TEST.tsv'),
      join(home, 'short.csv'),
    );
    expect([short.entities, short.unassigned]).toEqual([3, 0]);
    await writeFile(
      join(home, 'long_TEST.tsv'),
      ucr([{ label: 'saw', values: [...Array(25).keys()] }], 25),
    );
    const long = await scoreBundle(
      join(home, 'stretched'),
      join(home, 'long_TEST.tsv'),
      join(home, 'long.csv'),
    );
    expect(long.warnings.map(({ code }) => code)).toContain('longer-series');
  });

  it('takes channels of a .ts file, gaps inside, and counts a constant series', async () => {
    const lines = waves(6, true).map(({ label, values }, i) => {
      const [first, , ...rest] = values;
      const flat = i === 4 ? values.map(() => 3) : values;
      return `${[first, '?', ...rest].join()}:${flat.join()}:${label}`;
    });
    const header = '@univariate false\n@dimensions 2\n@classLabel true sine saw\n@data\n';
    await writeFile(join(home, 'two.ts'), header + lines.join('\n'));
    const columns = "{ x: 'c1_*', y: 'c2_*' }";
    await expect(fit('gaps', 'two.ts', '', columns)).rejects.toThrow('Add the step "fill-gaps"');
    const more =
      'prepare: [{ step: fill-gaps }, { step: z-normalise }]\ncluster: { method: KMedoids, measure: dtw, clusters: 2 }';
    const manifest = await fit('two', 'two.ts', more, columns);
    expect(agreement(manifest)).toBe(1);
    expect(manifest.resolved.channels).toEqual(['x', 'y']);
    expect(codes(manifest)).toEqual(expect.arrayContaining(['missing-value', 'constant-series']));
    const scored = await scoreBundle(
      join(home, 'two'),
      join(home, 'two.ts'),
      join(home, 'two.csv'),
    );
    expect(scored.unassigned).toBe(0);
    const segments = async (path: string[]) =>
      (await text(...path))
        .trim()
        .split('\n')
        .map((line) => line.split(',')[1]);
    expect(await segments(['two.csv'])).toEqual(await segments(['two', 'assignments.csv']));
  });

  it('leaves out series without a number, and those too short for a step, and says so', async () => {
    const rows = [
      ...waves(7, false),
      { label: 'saw', values: [] },
      { label: 'saw', values: [1, 2, 3] },
    ];
    await writeFile(join(home, 'few_TRAIN.tsv'), ucr(rows));
    const manifest = await fit(
      'few',
      'few_TRAIN.tsv',
      'prepare: [{ step: difference, lag: 4 }]\ncluster: { method: KMeans, clusters: 2 }',
    );
    expect(manifest.declared).toContainEqual(expect.objectContaining({ name: 'no data', rows: 1 }));
    expect(codes(manifest)).toContain('short-series');
    expect(manifest.emptyEntities).toBe(1);
  });

  it('answers 2 series, and refuses 1 in a sentence', async () => {
    await writeFile(join(home, 'two_TRAIN.tsv'), ucr(waves(8, false).slice(0, 2)));
    const manifest = await fit('pair', 'two_TRAIN.tsv');
    expect(manifest.groups[0].segments).toHaveLength(2);
    await writeFile(join(home, 'one_TRAIN.tsv'), ucr(waves(8, false).slice(0, 1)));
    await expect(fit('one', 'one_TRAIN.tsv')).rejects.toThrow(/at least two entities/);
  });
});

const pebble = sharedData('ucr/GesturePebbleZ1/GesturePebbleZ1_TRAIN.tsv');

describe.skipIf(pebble === undefined)('fitStudy() of GesturePebbleZ1', () => {
  it('keeps the lengths of train and test, 100 to 455 steps', async () => {
    const paths = `{ paths: [${pebble}, ${pebble!.replace('TRAIN', 'TEST')}] }`;
    const manifest = await fit('pebble', paths);
    expect(manifest.entities).toBe(304);
    expect(codes(manifest)).toEqual(['series-stretched']);
  });
});
