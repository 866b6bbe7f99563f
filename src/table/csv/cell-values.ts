import { type Fragment, raw, sql } from '../../sql/index.ts';
import type { NumberForm } from './column-plan.ts';
import type { DateCandidate } from './date-formats.ts';
import { literal, literals } from './literal.ts';

/** A cell as a number, NULL when it is not one; nan and inf are not. */
export function asNumber(cell: Fragment, form: NumberForm): Fragment {
  const value = castNumber(cell, form);
  return sql`CASE WHEN isfinite(${value}) THEN ${value} END`;
}

/** The engine's cast alone, which also takes nan, inf, 1_000 and +5. */
export function castNumber(cell: Fragment, form: NumberForm): Fragment {
  if (form === 'point') return sql`TRY_CAST(${cell} AS DOUBLE)`;
  if (form === 'comma') return sql`TRY_CAST(replace(${cell}, ',', '.') AS DOUBLE)`;
  // 1,2,3 is a list and no number.
  const grouped = sql`regexp_full_match(trim(${cell}), ${literal('-?[1-9][0-9]{0,2}(,[0-9]{3})+([.][0-9]+)?')})`;
  return sql`CASE WHEN NOT contains(${cell}, ',') OR ${grouped} THEN TRY_CAST(replace(${cell}, ',', '') AS DOUBLE) END`;
}

export function asBoolean(cell: Fragment): Fragment {
  return sql`CASE lower(trim(${cell})) WHEN 'true' THEN true WHEN 'false' THEN false END`;
}

/** A cell as a day or a moment, NULL when it is not one. Moments with an offset become UTC. */
export function asDate(cell: Fragment, date: DateCandidate, hasTime: boolean): Fragment {
  const type = raw(hasTime ? 'TIMESTAMP' : 'DATE');
  if (date.formats.length > 0) {
    return sql`CAST(try_strptime(${cell}, ${literals(date.formats)}) AS ${type})`;
  }
  // A cast to TIMESTAMP drops the offset without a word; only the one to TIMESTAMPTZ applies it.
  return date.hasOffset
    ? sql`(TRY_CAST(${cell} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')`
    : sql`TRY_CAST(${cell} AS ${type})`;
}
