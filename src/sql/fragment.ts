/**
 * Typed SQL. A fragment is text with holes; identifiers are quoted and values become parameters in
 * one place, so that no data and no column name can ever be read as SQL.
 */
export interface Fragment {
  readonly text: string;
  /** The values of the `?` marks in `text`, in order. */
  readonly values: readonly SqlValue[];
}

export type SqlValue = string | number | boolean | null;

/** A column, table or view name, quoted. */
export function name(...path: string[]): Fragment {
  return { text: path.map((part) => `"${part.replaceAll('"', '""')}"`).join('.'), values: [] };
}

/** Text written by us, never by a user. */
export function raw(text: string): Fragment {
  return { text, values: [] };
}

/**
 * A template: fragments are put in, anything else becomes a parameter.
 *
 * @example sql`SELECT ${name('a b')} FROM ${name('t')} WHERE x > ${3}`
 */
export function sql(texts: TemplateStringsArray, ...holes: (Fragment | SqlValue)[]): Fragment {
  let text = texts[0];
  const values: SqlValue[] = [];
  holes.forEach((hole, i) => {
    if (typeof hole === 'object' && hole !== null) {
      text += hole.text;
      values.push(...hole.values);
    } else {
      text += '?';
      values.push(hole);
    }
    text += texts[i + 1];
  });
  return { text, values };
}

/** Fragments with a separator between them. */
export function join(fragments: readonly Fragment[], separator = ', '): Fragment {
  return {
    text: fragments.map((fragment) => fragment.text).join(separator),
    values: fragments.flatMap((fragment) => fragment.values),
  };
}

/** A value as text of its own, for the places where engines take no parameter: views. */
export function literal(value: SqlValue): Fragment {
  if (typeof value === 'string') return raw(`'${value.replaceAll("'", "''")}'`);
  return raw(value === null ? 'NULL' : String(value));
}
