import { choice, type Mapping, mapping, OptionError, optional, show } from '../../base/index.ts';
import { snakeCase } from '../snake-case.ts';
import type { CleanMethod } from '../types.ts';

export interface RenameOptions {
  /** snake: InvoiceNo becomes invoice_no, CustomerID customer_id. keep: only `names` change. Default: keep where names are given, else snake. */
  readonly case: 'snake' | 'keep' | null;
  /** Old name to new name, one by one; these are not put in snake case. */
  readonly names: Mapping | null;
}

/** Columns get other names: all of them in snake case, or some of them one by one. */
export const rename: CleanMethod<RenameOptions> = {
  meaning: 'Columns get other names: all of them in snake case, or some of them one by one.',
  table: {
    case: optional(
      choice(['snake', 'keep'], {
        meaning:
          'snake: InvoiceNo becomes invoice_no, CustomerID customer_id. keep: only `names` change. Left out: keep where names are given, else snake.',
        default: 'snake',
      }),
    ),
    names: optional(
      mapping({ meaning: 'Old name to new name, one by one, as they are then.', default: {} }),
    ),
  },
  takes: 'none',
  check: (where, { names }) => {
    for (const to of Object.values(names ?? {})) {
      if (typeof to === 'string' && to !== '') continue;
      throw new OptionError(`${where}: a new name must be a text, got ${show(to)}.`);
    }
  },
  reads: ({ names }) => Object.keys(names ?? {}),
  renames: ({ case: letters, names }, there) => {
    const snake = letters === 'snake' || (letters === null && names === null);
    return Object.fromEntries(
      there
        .map((name) => [name, String(names?.[name] ?? (snake ? snakeCase(name) : name))] as const)
        .filter(([from, to]) => from !== to),
    );
  },
  change: ({ options, columns }, state) => {
    const given = (state as { names?: Record<string, string> }).names;
    const there = columns.map(({ name }) => name);
    return { rename: given ?? rename.renames?.(options, there) ?? {} };
  },
  say: ({ names }, _columns, state) => {
    const all = Object.entries((state as { names?: Record<string, string> }).names ?? names ?? {});
    if (all.length === 0) return 'every column has that name already';
    const shown = all.slice(0, 3).map(([from, to]) => `${from} → ${to}`);
    return `${shown.join(', ')}${all.length > 3 ? ` and ${all.length - 3} more` : ''}`;
  },
  learn: ({ options, columns }) => {
    const there = columns.map(({ name }) => name);
    return Promise.resolve({ names: rename.renames?.(options, there) ?? {} });
  },
};
