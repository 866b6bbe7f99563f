import { expect, it } from 'vitest';
import { inspectData, suggestClean } from '../../src/study/index.ts';
import { sharedData } from '../data/shared.ts';

const retail = sharedData('online-retail/data.csv.gz');
it.skipIf(retail === undefined)(
  'suggestClean(the lines of the retail notebook) fixes the order of its dates and says whose rows are no one’s',
  { timeout: 120_000 },
  async () => {
    const { steps, reasons } = suggestClean(await inspectData(retail!));
    expect(steps).toEqual([
      { step: 'missing', columns: ['Description'] },
      { step: 'date', columns: ['InvoiceDate'], order: 'month-first' },
      { step: 'drop', columns: ['CustomerID'], missing: true },
    ]);
    expect(reasons.at(-1)).toMatch(/^5,268 rows repeat another in every column/);
  },
);
