import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataError } from '../../src/base/index.ts';
import { readManifest } from '../../src/publish/index.ts';
import { scoreBundle } from '../../src/score/index.ts';
import { fitStudy, parseStudy } from '../../src/study/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clade-clean-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Two kinds of customers, days written day first, some invoices without a customer, some postage. */
function lines(): string[] {
  const rows = ['InvoiceNo,StockCode,Quantity,InvoiceDate,CustomerID'];
  for (let c = 0; c < 30; c++) {
    for (let i = 0; i < (c % 2 === 0 ? 2 : 12); i++) {
      const invoice = 1000 + c * 20 + i;
      const who = c > 25 ? '' : `${17000 + c}.0`;
      rows.push(
        `${invoice},22${c},${c % 2 === 0 ? 1 : 40 + i},${1 + ((i * 7) % 28)}/${1 + (i % 12)}/2011 8:26,${who}`,
      );
      if (i === 0) rows.push(`${invoice},POST,1,1/1/2011 8:26,${who}`);
    }
  }
  return rows;
}

const study = (data: string) => `clade: 1
name: customers
source: ${data}
clean:
  - step: rename
  - step: date
    columns: [invoice_date]
  - step: fill-id
    columns: [customer_id]
    from: invoice_no
  - step: drop
    columns: [stock_code]
    pattern: '^[A-Z]+$'
entity: customer_id
features: { kind: usage, time: invoice_date, value: quantity, columns: [use_days, mean_per_day] }
cluster: { method: KMeans, clusters: 2 }
`;

describe('a study that cleans', () => {
  it('fitStudy(clean: …) counts each step; scoreBundle cleans new rows in the same way', async () => {
    const data = join(folder, 'lines.csv');
    await writeFile(data, `${lines().join('\r\n')}\r\n`);
    const out = join(folder, 'out');
    await fitStudy({ study: parseStudy(study(data)), folder }, out);
    const { cleaning, source } = await readManifest(out);
    expect(source.rows).toBe(15 * 2 + 15 * 12 + 30);
    expect(
      cleaning?.steps.map(({ step, rowsIn, rowsOut, counts }) => [step, rowsIn, rowsOut, counts]),
    ).toEqual([
      ['rename', 240, 240, {}],
      ['date', 240, 240, { read: 240, unreadable: 0 }],
      ['fill-id', 240, 240, { flagged: 32 }],
      ['drop', 240, 210, {}],
    ]);
    const report = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
    expect(report.source.rowsRead).toBe(240);
    expect(report.source.dropped).toEqual([{ reason: 'cleaning', rows: 30 }]);
    expect(
      report.source.columns.map(({ name, role }: { name: string; role: string }) => [name, role]),
    ).toEqual([
      ['invoice_no', 'ignored'],
      ['stock_code', 'ignored'],
      ['quantity', 'value'],
      ['invoice_date', 'time'],
      ['customer_id', 'key'],
      ['invented', 'ignored'],
    ]);
    const page = await readFile(join(out, 'report.html'), 'utf8');
    expect(page).toContain('Rows after each of 4 cleaning steps: from 240 to 210.');
    expect(page).toContain('32 rows flagged');
    const labels = join(folder, 'labels.csv');
    // One customer alone: no cell says any more that days come first.
    const alone = lines().filter((line, i) => i === 0 || line.endsWith(',17003.0'));
    await writeFile(join(folder, 'alone.csv'), `${alone.join('\n')}\n`);
    const scored = await scoreBundle(out, join(folder, 'alone.csv'), labels);
    const fitted = await readFile(join(out, 'assignments.csv'), 'utf8');
    const own = (await readFile(labels, 'utf8')).split('\n')[1].split(',').slice(0, 3).join(',');
    expect(fitted).toContain(own);
    expect(scored.cleaning.map(({ says, rowsIn, rowsOut }) => [says, rowsIn, rowsOut])).toEqual([
      ['InvoiceNo → invoice_no, StockCode → stock_code, Quantity → quantity and 2 more', 13, 13],
      ['invoice_date is read as %d/%m/%Y %H:%M', 13, 13],
      ['customer_id, where missing, is "invented-" and invoice_no', 13, 13],
      ['stock_code matches "^[A-Z]+$"', 13, 12],
    ]);
    await writeFile(
      join(folder, 'bare.csv'),
      'InvoiceNo,Quantity,InvoiceDate,CustomerID\n1,2,3/4/2011 8:26,17\n',
    );
    await expect(scoreBundle(out, join(folder, 'bare.csv'), labels)).rejects.toThrow(
      new DataError(
        'clean, step 4 (drop): there must be a column "stock_code" at this step, but there is none. Known: invoice_no, quantity, invoice_date, customer_id, invented.',
      ),
    );
  });
});
