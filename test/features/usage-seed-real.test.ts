import { expect, it } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { usageFeatures } from '../../src/features/index.ts';
import { applyPreparation, fitPrepare } from '../../src/prepare/index.ts';
import { parseSource } from '../../src/source/index.ts';
import { raw } from '../../src/sql/index.ts';
import { attachSource, Database, type NumberColumn } from '../../src/table/index.ts';
import { sharedData } from '../data/shared.ts';

const data = sharedData('greynoise-api-usage/user_api_data.csv');
const reference = sharedData('greynoise-api-usage/reference_labeled_features.csv');

const seven = [
  'use_days',
  'use_duration',
  'avg_cont_use',
  'total_calls_log10',
  'usage_range',
  'mean_usage_scaled',
  'sd_usage_scaled',
];
const scaled = ['use_days', 'use_duration', 'usage_range', 'avg_cont_use', 'total_calls_log10'];

it.skipIf(data === undefined || reference === undefined)(
  'usageFeatures().select() and fitPrepare(min-max) give the 912 rows that the author of the data computed',
  async () => {
    await using database = await Database.open({ threads: 2 });
    const run = new Run();
    await attachSource(database, parseSource(data!), 'events', run);
    await attachSource(database, parseSource(reference!), 'reference');
    const asked = {
      entity: ['user_id', 'type'],
      time: 'dt',
      value: 'api_count',
      columns: seven,
    };
    const facts = await usageFeatures(asked).check(database, 'events', run);
    expect(facts).toMatchObject({
      rows: 3579,
      used: 3579,
      entityDays: 3579,
      firstDay: '2021-08-13',
      lastDay: '2021-12-08',
    });
    const table = await database.query(usageFeatures({ ...asked, facts }).select('events'), run);
    const numbers = table.columns.slice(2) as NumberColumn[];
    const preparation = await fitPrepare([{ step: 'min-max', columns: scaled }], numbers, run);
    const ours = applyPreparation(preparation, numbers);
    const author = await database.query(raw('SELECT * FROM reference ORDER BY user_id, type'));
    const theirs = Object.fromEntries(author.columns.map((column) => [column.name, column.values]));
    expect(table.rows).toBe(912);
    expect([...table.columns[0].values]).toEqual([...theirs.user_id]);
    expect([...table.columns[1].values]).toEqual([...theirs.type]);
    for (const { name, values } of ours) {
      const expected = theirs[name] as Float64Array;
      const worst = Math.max(...values.map((value, i) => Math.abs(value - expected[i])));
      expect(worst, name).toBeLessThan(1e-12);
    }
    expect(run.warnings).toEqual([]);
  },
);
