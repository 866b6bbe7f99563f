import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../src/base/index.ts';
import { fitStudy, parseStudy } from '../../src/study/index.ts';

export interface SmallStudy {
  /** What the id of a customer is. */
  readonly id?: (i: number) => string;
  readonly rows?: number;
  readonly features?: readonly string[];
  readonly entity?: string;
  readonly more?: string;
  readonly cluster?: string;
  readonly seed?: number;
}

/** Fits three kinds of customers into `home/name` and gives its path back. */
export async function smallBundle(
  home: string,
  name: string,
  {
    id = (i) => String(i).padStart(5, '0'),
    rows = 60,
    features = ['visits', 'spend'],
    entity = 'id',
    more = '',
    cluster = '{ method: KMeans, clusters: 3 }',
    seed = 0,
  }: SmallStudy = {},
): Promise<string> {
  const random = new Random(seed);
  const centres = [
    [2, 10],
    [40, 12],
    [20, 300],
  ];
  const lines = Array.from({ length: rows }, (_, i) => {
    const [visits, spend] = centres[i % 3];
    const numbers = [visits + random.normal(), spend + random.normal()];
    const day = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
    return [
      id(i),
      ...numbers.map((x) => x.toFixed(3)),
      (i % 7) + random.normal(),
      day,
      i % 2 ? 0.5 : 1,
    ].join(',');
  });
  const data = join(home, `${name}.csv`);
  writeFileSync(data, `id,visits,spend,returns,since,half\n${lines.join('\n')}\n`);
  const study = parseStudy(`
clade: 1
name: Loyal Customers
source: ${JSON.stringify(data)}
entity: ${entity}
features: { kind: table, columns: [${features.join(', ')}] }
cluster: ${cluster}
${more}`);
  const out = join(home, name);
  await fitStudy({ study, folder: home }, out);
  return out;
}
