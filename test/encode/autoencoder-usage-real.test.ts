// Daily series that are mostly zeros: a net has to be better than one that prints zeros.
import { describe, expect, test } from 'vitest';
import { Autoencoder, DenoisingAutoencoder } from '../../src/encode/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { raw } from '../../src/sql/index.ts';
import { Database } from '../../src/table/index.ts';
import { sharedData } from '../data/shared.ts';
import { publishedNotebook } from './published-notebook.ts';

const standIn = sharedData('daily-usage-standin/item_daily_units_long.parquet');

/** One row per item, one column per day, each row divided by its maximum. */
async function series(): Promise<Matrix> {
  await using database = await Database.open();
  const { columns } = await database.query(
    raw(`SELECT usage::DOUBLE AS usage FROM '${standIn}' ORDER BY uid, date`),
  );
  const values = columns[0].values as ArrayLike<number>;
  const x = new Matrix(Float32Array.from(values), values.length / 374, 374);
  for (let i = 0; i < x.rows; i++) {
    const row = x.row(i);
    const most = row.reduce((a, b) => Math.max(a, b), 0);
    for (let t = 0; t < 374; t++) row[t] /= most || 1;
  }
  return x;
}

describe.skipIf(standIn === undefined)('3,648 items × 374 days', () => {
  test('Autoencoder with its defaults beats all-zero, the median of the day and PCA-64 on items held out', async () => {
    const model = await new Autoencoder({ validation: 0.2 }).fit(await series());
    expect(model.warnings).toEqual([]);
    expect(model.resolved).toEqual({ components: 64, output: 'relu' });
    const { absoluteError, finalLoss, trivial, validationRows } = model.training;
    expect(validationRows).toBe(729);
    for (const other of trivial) {
      expect(finalLoss, other.predictor).toBeLessThan(0.8 * other.loss);
      expect(absoluteError, other.predictor).toBeLessThan(0.8 * other.absoluteError!);
    }
    expect(trivial.map(({ predictor }) => predictor)).toContain('PCA with 64 components');
  }, 240_000);

  test('DenoisingAutoencoder with the settings of a published notebook says that it collapsed', async () => {
    const model = await new DenoisingAutoencoder(publishedNotebook).fit(await series());
    const collapsed = model.warnings.filter(({ code }) => code === 'collapsed');
    expect(collapsed.length).toBe(1);
    expect(collapsed[0].message).toContain('all-zero predictor');
    const { absoluteError, trivial } = model.training;
    expect(absoluteError! / trivial[0].absoluteError!).toBeGreaterThan(0.98);
  }, 240_000);
});
