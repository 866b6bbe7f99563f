import { openCompute } from '../compute/index.ts';

/** How membership falls with distance in the map: 1/(1 + a·d²ᵇ). */
export interface DistanceCurve {
  readonly a: number;
  readonly b: number;
}

const POINTS = 300;

/**
 * The curve nearest to one that is 1 up to minDist and e^−(d − minDist)/spread from there on.
 *
 * Least squares at 300 distances from 0 to 3·spread, by Levenberg and Marquardt's steps from a = b = 1.
 * Source: McInnes, Healy & Melville 2018, "UMAP", section 4.2; the points are those of umap-learn.
 */
export async function fitDistanceCurve(minDist: number, spread: number): Promise<DistanceCurve> {
  const compute = await openCompute(1);
  // The engine's own exponential and logarithm differ between machines in the last bit.
  const exp = (x: number) => compute.call('exp64', x);
  const log = (x: number) => compute.call('log64', x);
  const points = Array.from({ length: POINTS }, (_, i) => {
    const d = (3 * spread * i) / (POINTS - 1);
    return { log: d > 0 ? log(d) : 0, d, wanted: d < minDist ? 1 : exp(-(d - minDist) / spread) };
  });
  // Residuals' squares, and the gradient and the curvature that they give.
  const look = (a: number, b: number) => {
    let [squares, ga, gb, aa, ab, bb] = [0, 0, 0, 0, 0, 0];
    for (const point of points) {
      if (point.d === 0) continue;
      const power = exp(2 * b * point.log);
      const value = 1 / (1 + a * power);
      const off = value - point.wanted;
      const da = -value * value * power;
      const db = 2 * a * point.log * da;
      squares += off * off;
      ga += da * off;
      gb += db * off;
      aa += da * da;
      ab += da * db;
      bb += db * db;
    }
    return { squares, ga, gb, aa, ab, bb };
  };
  let [a, b, damping] = [1, 1, 1e-3];
  let here = look(a, b);
  for (let step = 0; step < 500; step++) {
    const aa = here.aa * (1 + damping);
    const bb = here.bb * (1 + damping);
    const determinant = aa * bb - here.ab * here.ab;
    const da = (bb * here.ga - here.ab * here.gb) / determinant;
    const db = (aa * here.gb - here.ab * here.ga) / determinant;
    const there = a > da && b > db ? look(a - da, b - db) : undefined;
    if (there === undefined || !(there.squares <= here.squares)) {
      damping *= 8;
      if (damping > 1e12) break;
      continue;
    }
    a -= da;
    b -= db;
    here = there;
    damping = Math.max(damping / 8, 1e-12);
    if (Math.abs(da) < 1e-12 * a && Math.abs(db) < 1e-12 * b) break;
  }
  return { a, b };
}
