/**
 * The complementary error function, to about 1e-15 relative, without underflow before x ≈ 26.5.
 *
 * Source: Cody 1969, "Rational Chebyshev approximations for the error function".
 */
export function erfc(x: number): number {
  const y = Math.abs(x);
  if (Number.isNaN(x)) return Number.NaN;
  if (y <= 0.46875) {
    const s = y * y;
    return 1 - x * ratio(NEAR_TOP, NEAR_BOTTOM, s);
  }
  const tail = y <= 4 ? scaled(y) * ratio(MIDDLE_TOP, MIDDLE_BOTTOM, y) : far(y);
  return x < 0 ? 2 - tail : tail;
}

/** The share of the standard normal distribution above z: one-sided p value. */
export function normalSurvival(z: number): number {
  return erfc(z * Math.SQRT1_2) / 2;
}

/**
 * The z below which a share p of the standard normal distribution lies; −∞ at 0, ∞ at 1.
 *
 * Halley's steps on `normalSurvival` from the start of Abramowitz & Stegun 1964, 26.2.23 (error
 * below 4.5e-4), which leaves about 1e-15 after three.
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (!(p > 0)) return p === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  const t = Math.sqrt(-2 * Math.log(p));
  let z =
    t -
    (2.515517 + t * (0.802853 + t * 0.010328)) /
      (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 3; step++) {
    const excess = (normalSurvival(z) - p) / (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI));
    z += excess / (1 - (z * excess) / 2);
  }
  return -z;
}

function far(y: number): number {
  if (y > 27.3) return 0;
  const s = 1 / (y * y);
  const series = s * ratio(FAR_TOP, FAR_BOTTOM, s);
  return (scaled(y) * (1 / Math.sqrt(Math.PI) - series)) / y;
}

/** exp(−y²) with y split at 1/16, so that the square loses no digits. */
function scaled(y: number): number {
  const head = Math.trunc(y * 16) / 16;
  return Math.exp(-head * head) * Math.exp(-(y - head) * (y + head));
}

/** Coefficients run from the highest power to the constant. */
function ratio(top: readonly number[], bottom: readonly number[], x: number): number {
  return polynomial(top, x) / polynomial(bottom, x);
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const c of coefficients) sum = sum * x + c;
  return sum;
}

const NEAR_TOP = [
  0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694,
];
const NEAR_BOTTOM = [
  1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171,
];
const MIDDLE_TOP = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163,
  298.6351381974001, 881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
];
const MIDDLE_BOTTOM = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903,
  3290.7992357334597, 4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];
const FAR_TOP = [
  0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926,
  0.016083785148742275, 0.0006587491615298378,
];
const FAR_BOTTOM = [
  1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132,
  0.0023352049762686918,
];
