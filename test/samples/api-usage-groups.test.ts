import { expect, it } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { KMeans } from '../../src/cluster/index.ts';
import { agreement } from '../../src/evaluate/index.ts';
import { usageFeatures } from '../../src/features/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { applyPreparation, fitPrepare } from '../../src/prepare/index.ts';
import { apiUsageSample } from '../../src/samples/index.ts';
import { Database, type NumberColumn } from '../../src/table/index.ts';

it.each([0, 1, 2])(
  'apiUsageSample.generate({seed: %d}) has groups that KMeans finds, most of them',
  async (seed) => {
    const sample = apiUsageSample.generate({ seed });
    const rows = [...sample.rows()];
    const number = (name: string, i: number, type: 'number' | 'date' = 'number'): NumberColumn => ({
      name,
      type,
      values: Float64Array.from(rows, (row) =>
        type === 'date' ? Date.parse(String(row[i])) : Number(row[i]),
      ),
    });
    await using database = await Database.open({ threads: 2 });
    await database.createTable('events', {
      rows: rows.length,
      columns: [
        number('dt', 0, 'date'),
        number('user_id', 1),
        { name: 'type', type: 'text', values: rows.map((row) => String(row[2])) },
        number('api_count', 3),
      ],
    });
    const usage = usageFeatures({
      entity: ['user_id', 'type'],
      time: 'dt',
      value: 'api_count',
      columns: [
        'use_days',
        'use_duration',
        'avg_cont_use',
        'total_calls_log10',
        'burstiness',
        'weekend_share',
        'trend',
      ],
    });
    const table = await database.query(usage.select('events'));
    const numbers = table.columns.slice(2) as NumberColumn[];
    const run = new Run();
    const steps = [{ step: 'log1p', columns: ['avg_cont_use'] }, { step: 'standard' }];
    const prepared = applyPreparation(await fitPrepare(steps, numbers, run), numbers);
    const x = Matrix.fromColumns(prepared.map(({ values }) => values));
    const model = await new KMeans({ clusters: 8, seed: 1 }).fit(x);
    const groups = new Map(
      [...sample.truth()].map(([user, type, group]) => [`${user} ${type}`, group]),
    );
    const names = [...new Set(groups.values())];
    const [users, types] = table.columns;
    const truth = Int32Array.from(users.values as Float64Array, (user, i) =>
      names.indexOf(groups.get(`${user} ${types.values[i]}`)!),
    );
    expect(run.warnings).toEqual([]);
    const { ari } = agreement(truth, model.labels);
    expect(ari).toBeGreaterThan(0.8);
    // Groups overlap as people do: a perfect answer would mean that the sample is too easy.
    expect(ari).toBeLessThan(0.98);
  },
);
