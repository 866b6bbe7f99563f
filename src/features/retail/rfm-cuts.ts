import { OptionError, type Run, show } from '../../base/index.ts';
import { duckdb, join, raw, sql } from '../../sql/index.ts';
import type { Database } from '../../table/index.ts';
import { CUSTOMERS } from './customer-facts.ts';
import { type RfmCuts, scored } from './scores.ts';

export interface RfmOptions extends Partial<RfmCuts> {
  /** Marks, each for an equal share of the customers, where no cut points are given. Default: 5. */
  readonly quantiles?: number;
}

const kinds = ['recency', 'frequency', 'monetary'] as const;

/** @throws {OptionError} cut points that do not rise, or no sensible number of quantiles */
export function checkRfm(where: string, { quantiles = 5, ...given }: RfmOptions): void {
  if (!(Number.isInteger(quantiles) && quantiles >= 2 && quantiles <= 100)) {
    throw new OptionError(
      `${where}: rfm.quantiles must be a whole number from 2 to 100, got ${show(quantiles)}.`,
    );
  }
  for (const kind of kinds) {
    const cuts = given[kind] ?? [];
    if (cuts.some((cut, i) => !Number.isFinite(cut) || (i > 0 && cut <= cuts[i - 1]))) {
      throw new OptionError(
        `${where}: rfm.${kind} must be cut points in rising order, got ${show(cuts)}.`,
      );
    }
  }
}

/**
 * The user's cut points, and quantiles of the customers with a purchase where there are none.
 *
 * Quantiles are those of numpy's default (Hyndman & Fan 1996, type 7). Where many customers are equal, as
 * those with one invoice, several quantiles fall on one value: then it is one cut point, and marks are left out.
 */
export async function learnCuts(
  database: Database,
  { quantiles = 5, ...given }: RfmOptions,
  run: Run,
): Promise<RfmCuts> {
  const open = kinds.filter((kind) => given[kind] === undefined);
  if (open.length === 0) return given as RfmCuts;
  const shares = Array.from({ length: quantiles - 1 }, (_, i) => (i + 1) / quantiles);
  const columns = open.flatMap((kind) =>
    shares.map((_, i) => sql`${duckdb.quantiles(scored[kind], shares)}[${raw(String(i + 1))}]`),
  );
  const found = await database.query(
    sql`SELECT ${join(columns)} FROM ${CUSTOMERS} WHERE invoices > 0`,
    run,
  );
  const numbers = found.columns.map(({ values }) => Number(values[0]));
  const learned = open.map((kind, i) => {
    const all = numbers.slice(i * shares.length, (i + 1) * shares.length);
    const different = all.filter((cut, j) => Number.isFinite(cut) && cut !== all[j - 1]);
    if (different.length < shares.length) {
      run.warn(
        'rfm-ties',
        `features: ${quantiles} marks for ${kind} were asked for, but equal customers leave only ${different.length + 1}. Give cut points: rfm.${kind}.`,
      );
    }
    return [kind, different] as const;
  });
  return { ...given, ...Object.fromEntries(learned) } as RfmCuts;
}
