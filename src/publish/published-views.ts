import { type Fragment, join, name, raw, type StoreDialect, sql } from '../sql/index.ts';
import type { PublishedNames } from './published-names.ts';

/** Columns of the labels and the profiles as they are in the store, in its order. */
export interface ViewedColumns {
  readonly labels: readonly string[];
  readonly profiles: readonly string[];
}

/** Later runs last; of two that hold from the same moment the one that was fitted later. */
const order = (direction: 'ASC' | 'DESC') =>
  join(['valid_from', 'created', 'run_id'].map((column) => sql`${name(column)} ${raw(direction)}`));

/**
 * Views that spare readers the join: the labels and profiles of the run that holds now, and all labels with
 * `valid_to`, the moment from which a later run holds; null for the last one.
 */
export function publishedViews(
  dialect: StoreDialect,
  names: PublishedNames,
  { labels, profiles }: ViewedColumns,
): Fragment[] {
  const runs = dialect.qualified(names.runs);
  const list = (columns: readonly string[], table: string) =>
    join(columns.map((column) => name(table, column)));
  const last = sql`(SELECT run_id FROM ${runs} ORDER BY ${order('DESC')} LIMIT 1)`;
  const current = (table: Fragment, columns: readonly string[]) =>
    sql`SELECT ${list(columns, 't')} FROM ${table} AS t WHERE t.run_id = ${last}`;
  const [id, from, ...others] = labels;
  const until = sql`SELECT run_id, lead(valid_from) OVER (ORDER BY ${order('ASC')}) AS valid_to FROM ${runs}`;
  const history = sql`SELECT ${list([id, from], 't')}, r.valid_to, ${list(others, 't')} FROM ${dialect.qualified(names.labels)} AS t JOIN (${until}) AS r ON r.run_id = t.run_id`;
  const views = [
    {
      view: names.labels_current,
      select: current(dialect.qualified(names.labels), labels),
      text: 'The labels of the run that holds now.',
    },
    {
      view: names.profiles_current,
      select: current(dialect.qualified(names.profiles), profiles),
      text: 'The profiles of the run that holds now.',
    },
    {
      view: names.labels_history,
      select: history,
      text: 'All labels, each with the time from and to which it holds; valid_to is empty for the run that holds now.',
    },
  ];
  return views.flatMap(({ view, select, text }) => [
    ...dialect.createView(view, select),
    ...(dialect.comment ? [dialect.comment('VIEW', dialect.qualified(view), text)] : []),
  ]);
}
