import { type Fragment, join, raw, sql } from '../../sql/index.ts';

/** Text as a literal, for the places where DuckDB takes no parameter: views and COPY. */
export function literal(text: string): Fragment {
  return raw(`'${text.replaceAll("'", "''")}'`);
}

export function literals(texts: readonly string[]): Fragment {
  return sql`[${join(texts.map(literal))}]`;
}
