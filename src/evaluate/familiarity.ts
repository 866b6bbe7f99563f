/**
 * How familiar new rows are: is a row farther from the fitted rows than those are from each other?
 *
 * A segment is given to every row, also to one unlike anything seen; this tells which. The distance of a
 * row to the nearest reference row is compared with the same distance of rows known to be familiar, and
 * the share of those that lie as far away or farther is its conformal p-value: among new rows that come
 * from where the fitted ones came from, at most a share `a` has a p-value of `a` or less.
 *
 * Source: Bates, Candès, Lei, Romano & Sesia 2023, "Testing for outliers with conformal p-values",
 * section 2. Differs: where the fit has no rows to spare, every row is a reference row and is compared
 * with the others by leaving itself out, as in Laxhammar & Falkman 2011, so that a fitted row meets
 * itself and is always familiar.
 */
import { packState, Random, Run, type RunContext, unpackState } from '../base/index.ts';
import { nearestRows } from '../neighbors/index.ts';
import { checkMatrix, conformalPValues, Matrix } from '../numeric/index.ts';

export interface FamiliarityOptions {
  /** Reference rows, at most. More: finer, slower, a larger file. Default: 20,000, and 2 million numbers. */
  readonly rows?: number;
  readonly seed?: number;
}

const ROWS = 20_000;
const NUMBERS = 2_000_000;

/** What `fitFamiliarity` learned: fitted rows, and how far apart familiar rows lie. */
export class Familiarity {
  /** m × d, fitted rows that new ones are compared with. */
  readonly reference: Matrix;
  /** The distances of familiar rows to the nearest reference row, ascending. */
  readonly distances: Float64Array;

  constructor(reference: Matrix, distances: Float64Array) {
    this.reference = reference;
    this.distances = distances;
  }

  /**
   * The p-value of each row, from 1/(rows compared + 1) to 1: small means unlike the fitted rows.
   *
   * Shapes: x is n × d. Cost: as `nearestRows` among the reference rows. Repeatable: on any thread count.
   */
  async pValues(x: Matrix, context: RunContext = {}): Promise<Float64Array> {
    const run = new Run(context);
    run.check();
    checkMatrix('Familiarity.pValues', x, 0);
    const { distances, reference } = this;
    if (x.rows === 0) return new Float64Array();
    const found = await nearestRows(reference, 1, { ...run.quiet(), y: x });
    return conformalPValues(found.distances, distances);
  }

  toState(): ArrayBuffer {
    const { reference, distances } = this;
    return packState({
      type: 'Familiarity',
      version: 1,
      meta: { cols: reference.cols },
      arrays: { reference: reference.data, distances },
    });
  }

  static fromState(buffer: ArrayBuffer): Familiarity {
    const { meta, arrays } = unpackState(buffer, ['Familiarity']);
    const data = arrays.reference as Float32Array;
    const cols = meta.cols as number;
    return new Familiarity(
      new Matrix(data, data.length / cols, cols),
      arrays.distances as Float64Array,
    );
  }
}

/**
 * Learns from the rows of a fit how far apart familiar rows lie.
 *
 * Up to `rows` of them are all kept; of more, up to that many are drawn as reference and as many others
 * are compared with them.
 *
 * Shapes: x is n × d, n ≥ 1. Cost: as `nearestRows` of `rows` among `rows`. Repeatable: for a seed.
 * @throws {DataError} no rows, or a number that is missing
 */
export async function fitFamiliarity(
  x: Matrix,
  { rows = ROWS, seed = 0 }: FamiliarityOptions = {},
  context: RunContext = {},
): Promise<Familiarity> {
  const run = new Run(context);
  run.check();
  checkMatrix('fitFamiliarity', x, 1);
  const most = Math.max(1, Math.min(rows, Math.floor(NUMBERS / x.cols)));
  if (x.rows <= most) {
    if (x.rows === 1) return new Familiarity(x, new Float64Array());
    const { rows: near, distances } = await nearestRows(x, 2, run.quiet());
    // The second nearest, unless the row itself is not the nearest: then the nearest equals it.
    const others = Float64Array.from({ length: x.rows }, (_, i) =>
      near[2 * i] === i ? distances[2 * i + 1] : distances[2 * i],
    );
    return new Familiarity(x, others.sort());
  }
  const random = new Random(seed).fork('familiarity');
  const drawn = random.shuffle(random.sample(x.rows, Math.min(x.rows, 2 * most)));
  const half = Math.ceil(drawn.length / 2);
  const reference = x.takeRows(drawn.slice(0, half).sort());
  const others = x.takeRows(drawn.slice(half).sort());
  const { distances } = await nearestRows(reference, 1, { ...run.quiet(), y: others });
  return new Familiarity(reference, distances.sort());
}
