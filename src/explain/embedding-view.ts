import { DataError } from '../base/index.ts';
import { type Matrix, quantileOf, sortOrder } from '../numeric/index.ts';
import { packBytes, packWords } from './packed.ts';
import { sampleRows } from './sample-rows.ts';

/** Something that points can be coloured by. Codes are base64, one byte per point; 0 = missing. */
export type PointColour =
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly unit: string;
      /** The 1st and 99th percentile of all rows: codes 1 and 255; what lies beyond is clipped to them. */
      readonly low: number;
      readonly high: number;
      readonly codes: string;
    }
  | {
      readonly kind: 'category';
      readonly name: string;
      /** Codes 1, 2, …; the most frequent first. When `other` is true the last is all remaining ones. */
      readonly levels: readonly string[];
      readonly other: boolean;
      readonly codes: string;
    };

/** The points in one space of two or three axes. */
export interface PointSpace {
  /** 'PCA of the input', 'Code', 'UMAP'. */
  readonly title: string;
  /** Spaces of one tab are shown together, those of others behind a switch; without, all at once. */
  readonly tab?: string;
  /** Names of the two or three axes: 'PCA 1 · 41 %'. */
  readonly axes: readonly string[];
  /** One sentence for those who look at it: what it keeps, what it was made with. */
  readonly note: string;
  /** Base64 of 16-bit numbers, low byte first, point after point. One scale for all axes. */
  readonly places: string;
}

/** One sample of rows, its places in several spaces and what it can be coloured by. Plain JSON. */
export interface EmbeddingView {
  readonly points: number;
  /** Rows that the sample was drawn from. */
  readonly of: number;
  /** Base64, one byte per point: segment + 1, 0 = noise; segments past 253 share 255. */
  readonly segments: string;
  readonly colours: readonly PointColour[];
  /** Features that were not packed, to keep the page small. */
  readonly coloursLeft: number;
  readonly spaces: readonly PointSpace[];
}

export interface EmbeddingInput {
  /** One per row: the segment's number, −1 for noise. */
  readonly labels: ArrayLike<number>;
  /** Places of all rows, or of `rows` alone in their order: 2 or 3 axes (further columns are not shown). */
  readonly spaces: readonly {
    readonly title: string;
    readonly tab?: string;
    readonly axes: readonly string[];
    readonly note?: string;
    readonly z: Matrix;
  }[];
  /** Raw features to colour by, most telling first; NaN or null = missing. */
  readonly features?: readonly { readonly name: string; readonly unit: string }[];
  readonly columns?: readonly ArrayLike<number>[];
  /** Categories to colour by. */
  readonly categories?: readonly {
    readonly name: string;
    readonly values: ArrayLike<string | null>;
  }[];
  /** The sample, as `sampleRows` draws it; drawn here when left out. */
  readonly rows?: readonly number[];
  readonly limit?: number;
  readonly seed?: number;
}

/** Points that can be told apart on a page. */
const LIMIT = 5000;
/** Things to colour by; each adds 7 kB at 5,000 points. */
const COLOURS = 24;
/** As many as the palette has, less one for the rest. */
const LEVELS = 12;

/**
 * A sample of rows to look at: places quantised to 16 bits, features to 8.
 *
 * Shapes: labels n; every space n × 2 or more.   Cost: a sort per feature.   Repeatable: yes, for a seed.
 *
 * @throws {DataError} a space that does not have one row per label, or fewer than two columns
 */
export function embeddingView(input: EmbeddingInput): EmbeddingView {
  const { labels, spaces, features = [], columns = [], categories = [] } = input;
  for (const { title, z } of spaces) {
    if ((z.rows !== labels.length && z.rows !== input.rows?.length) || z.cols < 2) {
      throw new DataError(
        `embeddingView: the space '${title}' must have ${labels.length} rows and at least 2 columns, got ${z.rows} × ${z.cols}.`,
      );
    }
  }
  const rows = input.rows ?? sampleRows(labels, input.limit ?? LIMIT, input.seed ?? 0);
  const inSample = rows.map((_, r) => r);
  const all = [
    ...categories.map((category) => () => categoryColour(category.name, category.values, rows)),
    ...features.map(
      ({ name, unit }, j) =>
        () =>
          numberColour(name, unit, columns[j], rows),
    ),
  ];
  return {
    points: rows.length,
    of: labels.length,
    segments: packBytes(rows.map((i) => Math.min(labels[i] + 1, 255))),
    colours: all.slice(0, COLOURS).flatMap((make) => make() ?? []),
    coloursLeft: Math.max(0, all.length - COLOURS),
    spaces: spaces.map(({ title, tab, axes, note = '', z }) => ({
      title,
      ...(tab === undefined ? {} : { tab }),
      axes: axes.slice(0, 3),
      note,
      places: packPlaces(
        z,
        z.rows === labels.length ? rows : inSample,
        Math.min(3, z.cols, axes.length),
      ),
    })),
  };
}

/** All axes on one scale, each from its own least value; the longest fills 0 … 65,535. */
function packPlaces(z: Matrix, rows: readonly number[], axes: number): string {
  const low = new Array<number>(axes).fill(Number.POSITIVE_INFINITY);
  const high = new Array<number>(axes).fill(Number.NEGATIVE_INFINITY);
  for (const i of rows) {
    for (let j = 0; j < axes; j++) {
      low[j] = Math.min(low[j], z.data[i * z.cols + j]);
      high[j] = Math.max(high[j], z.data[i * z.cols + j]);
    }
  }
  const span = Math.max(...high.map((value, j) => value - low[j])) || 1;
  const places = new Uint16Array(rows.length * axes);
  rows.forEach((i, r) => {
    for (let j = 0; j < axes; j++) {
      places[r * axes + j] = Math.round(((z.data[i * z.cols + j] - low[j]) / span) * 65_535);
    }
  });
  return packWords(places);
}

function numberColour(
  name: string,
  unit: string,
  column: ArrayLike<number>,
  rows: readonly number[],
): PointColour | null {
  const order = sortOrder(column);
  let known = order.length;
  while (known > 0 && Number.isNaN(column[order[known - 1]])) known--;
  const at = (rank: number) => column[order[rank]];
  const low = quantileOf(known, at, 0.01);
  const high = quantileOf(known, at, 0.99);
  // Without spread there is nothing to see.
  if (!(high > low)) return null;
  const code = (value: number) =>
    Number.isNaN(value)
      ? 0
      : 1 + Math.round(254 * Math.min(1, Math.max(0, (value - low) / (high - low))));
  return {
    kind: 'number',
    name,
    unit,
    low: Number(low.toPrecision(6)),
    high: Number(high.toPrecision(6)),
    codes: packBytes(rows.map((i) => code(column[i]))),
  };
}

function categoryColour(
  name: string,
  values: ArrayLike<string | null>,
  rows: readonly number[],
): PointColour | null {
  const counts = new Map<string, number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== null && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (counts.size < 2) return null;
  const order = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const other = order.length > LEVELS;
  const kept = order.slice(0, other ? LEVELS - 1 : LEVELS).map(([level]) => level);
  const codeOf = new Map(kept.map((level, l) => [level, l + 1]));
  const code = (value: string | null) =>
    value === null || value === '' ? 0 : (codeOf.get(value) ?? kept.length + 1);
  return {
    kind: 'category',
    name,
    levels: other ? [...kept, 'other'] : kept,
    other,
    codes: packBytes(rows.map((i) => code(values[i]))),
  };
}
