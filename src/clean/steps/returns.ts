import { OptionError, optional, show, text } from '../../base/index.ts';
import { duckdb, join, literal, name, sql } from '../../sql/index.ts';
import type { CleanMethod } from '../types.ts';

export interface ReturnsOptions {
  /** The column with the amount: below 0 is a return. */
  readonly quantity: string | null;
  /** The column with the number of the invoice. */
  readonly invoice: string | null;
  /** What an invoice of a return looks like, as a regular expression. Default: ^[Cc]. */
  readonly pattern: string;
  /** The new column: true for returns. Default: is_return. */
  readonly flag: string;
}

/** Tells returns from purchases: a negative quantity, or an invoice that begins with C. */
export const returns: CleanMethod<ReturnsOptions> = {
  meaning:
    'Tells returns from purchases: a negative quantity, or an invoice that begins with C. No row goes.',
  table: {
    quantity: optional(
      text({ meaning: 'The column with the amount: below 0 is a return.', default: '' }),
    ),
    invoice: optional(text({ meaning: 'The column with the number of the invoice.', default: '' })),
    pattern: text({
      meaning: 'What an invoice of a return looks like, as a regular expression.',
      default: '^[Cc]',
    }),
    flag: text({ meaning: 'The new column: true for returns.', default: 'is_return' }),
  },
  takes: 'none',
  check: (where, { quantity, invoice }) => {
    if (quantity === null && invoice === null) {
      throw new OptionError(`${where}: quantity or invoice must name a column, both are missing.`);
    }
  },
  reads: ({ quantity, invoice }) => [quantity, invoice].filter((column) => column !== null),
  adds: ({ flag }) => [flag],
  change: ({ where, columns, options }) => {
    const { quantity, invoice, pattern, flag } = options;
    const kind = columns.find((column) => column.name === quantity)?.kind;
    if (quantity !== null && kind !== 'number') {
      throw new OptionError(
        `${where}: column ${show(quantity)} must hold numbers, got ${kind}. Make it one first, with a step "type".`,
      );
    }
    const signs = [
      ...(quantity === null ? [] : [sql`coalesce(${name(quantity)} < 0, false)`]),
      ...(invoice === null
        ? []
        : [
            sql`coalesce(${duckdb.matches(duckdb.toText(name(invoice)), literal(pattern))}, false)`,
          ]),
    ];
    const value = sql`(${join(signs, ' OR ')})`;
    return { make: [{ name: flag, value }], counts: { flagged: duckdb.oneIf(value) } };
  },
  say: ({ quantity, invoice, pattern, flag }) => {
    const signs = [
      ...(quantity === null ? [] : [`${quantity} is below 0`]),
      ...(invoice === null ? [] : [`${invoice} matches ${show(pattern)}`]),
    ];
    return `${flag}: ${signs.join(' or ')}`;
  },
};
