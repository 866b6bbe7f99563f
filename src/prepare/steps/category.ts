import { choice, flag, hashText, integer, real } from '../../base/index.ts';
import { categoryScale } from '../block-scale.ts';
import { cellTexts } from '../cell-texts.ts';
import type { Cells, Note, SpreadStep } from '../types.ts';
import { type BlockOptions, scaleOption } from './block-options.ts';

export interface CategoryOptions extends BlockOptions {
  /** Rows that a level must have to get a column of its own. More: fewer columns. Default: 5. */
  readonly minCount: number;
  /** The same as a share of the rows; the larger of the two holds. Default: 0.01. */
  readonly minShare: number;
  /**
   * Two columns in front, for missing and for unknown levels, empty when fitting, as a lookup of Keras has
   * them. Then no level is taken as missing. Default: false.
   */
  readonly reserve: boolean;
}

/** Above this share of rows with a text of their own a column names rows. */
const ID_SHARE = 0.9;

/**
 * One column per level: 1 in the rows that have it. Levels of too few rows share one column, "(other)".
 *
 * Missing cells are a level like any other. A level that was not there when fitting counts as
 * "(other)"; where there is none, every column is 0.
 */
export const category: SpreadStep<CategoryOptions> = {
  meaning: 'One column per level, rare levels together; unknown ones later count as rare.',
  table: {
    minCount: integer({
      meaning: 'Rows a level must have for its own column.',
      default: 5,
      min: 1,
    }),
    minShare: real({ meaning: 'The same as a share of the rows.', default: 0.01, min: 0, max: 1 }),
    reserve: flag({
      meaning:
        'Two empty columns in front for missing and unknown levels, as in a lookup of Keras.',
      default: false,
    }),
    scale: choice(...scaleOption),
  },
  takes: 'texts',
  fit(column, { minCount, minShare, reserve, scale }, note) {
    const texts = cellTexts(column);
    const counts = new Map<string | null, number>();
    for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
    const rows = texts.length;
    const distinct = counts.size - (counts.has(null) ? 1 : 0);
    if (distinct > ID_SHARE * rows && rows > 2) {
      note(
        'id-as-category',
        `has ${distinct} different levels in ${rows} rows: a column per level tells rows apart, not groups. Make it a text, or leave it out.`,
      );
    }
    const least = Math.max(minCount, Math.ceil(minShare * rows));
    const levels = [...counts]
      .filter(([level, count]) => count >= least && !(reserve && level === null))
      .map(([level]) => level)
      .sort(byText);
    const shares = levels.map((level) => counts.get(level)! / rows);
    const rest = rows - levels.reduce((sum, level) => sum + counts.get(level)!, 0);
    const kept = new Set(levels);
    const rare = [...counts.keys()].filter(
      (level) => !kept.has(level) && !(reserve && level === null),
    );
    if (rare.length > 0) {
      note(
        'rare-levels',
        `has ${rare.length} levels with fewer than ${least} rows, ${rest} rows in all; they share one column.`,
      );
    }
    if (levels.length + (rare.length > 0 ? 1 : 0) < 2 && !reserve) {
      note('dropped-column', `has no two levels of at least ${least} rows and was left out.`);
      return null;
    }
    return {
      levels,
      rare: rare.map(hashLevel),
      scale: scale === 'none' ? 1 : categoryScale([...shares, rest / rows]),
    };
  },
  spread: (column, state, { reserve }, note) =>
    levelColumns(column, state as unknown as Levels, reserve, note),
};

interface Levels {
  /** Those with a column of their own; null is "missing". */
  readonly levels: readonly (string | null)[];
  /** Hashes of those that share one. */
  readonly rare: readonly number[];
  readonly scale: number;
}

const hashLevel = (level: string | null) => (level === null ? -1 : hashText(level));

function levelColumns(
  column: Parameters<typeof cellTexts>[0],
  { levels, rare, scale }: Levels,
  reserve: boolean,
  note: Note,
): Omit<Cells, 'from'>[] {
  const texts = cellTexts(column);
  const other = rare.length > 0;
  const known = new Set(rare);
  const front = reserve ? ['(missing)', '(unknown)'] : [];
  const names = [
    ...front,
    ...levels.map((level) => level ?? '(missing)'),
    ...(other ? ['(other)'] : []),
  ];
  const place = new Map(levels.map((level, i) => [level, front.length + i]));
  if (reserve) place.set(null, 0);
  const elsewhere = other ? names.length - 1 : reserve ? 1 : -1;
  const columns = names.map(() => new Float64Array(texts.length));
  let unknown = 0;
  texts.forEach((text, i) => {
    const at = place.get(text) ?? elsewhere;
    if (at >= 0) columns[at][i] = scale;
    if (!place.has(text) && !known.has(hashLevel(text))) unknown++;
  });
  if (unknown > 0) {
    note(
      'unknown-levels',
      `had ${unknown} of ${texts.length} cells with a level that was not there when fitting; they count as ${elsewhere >= 0 ? names[elsewhere] : 'no level'}.`,
    );
  }
  return names.map((name, c) => ({
    name: `${column.name}=${name}`,
    type: 'number',
    values: columns[c],
    part: { kind: 'category', scale },
  }));
}

/** By code units, the missing last. */
function byText(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
