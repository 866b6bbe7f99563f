import type { Run } from '../base/index.ts';
import { PCA } from '../encode/index.ts';
import { mapSample } from '../explain/index.ts';
import type { Matrix } from '../numeric/index.ts';
import type { ReportMap } from '../report/index.ts';

/** More points than this cannot be told apart on a page; the report says how many are shown. */
const MAP_POINTS = 5000;

/** The first two principal components, for looking only: nothing is decided on this map. */
export async function mapGroup(
  x: Matrix,
  labels: Int32Array,
  seed: number,
  run: Run,
): Promise<ReportMap | null> {
  if (x.rows < 3 || x.cols < 2) return null;
  const quiet = run.quiet();
  const model = await new PCA({ components: 2, seed }).fit(x, quiet);
  const z = await model.transform(x, quiet);
  const axis = (j: number) =>
    Float32Array.from({ length: z.rows }, (_, i) => z.data[i * z.cols + j]);
  const [first, second] = model.explainedVarianceRatio;
  const known = Number.isFinite(first) && Number.isFinite(second);
  return {
    method: 'PCA',
    explained: known ? [first, second] : null,
    ...mapSample(axis(0), axis(1), labels, MAP_POINTS, seed),
  };
}
