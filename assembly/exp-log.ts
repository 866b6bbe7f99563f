// eˣ and ln x in f64, the same bits on every machine: V8, SpiderMonkey and libm each round their own way,
// and the compiler's standard library keeps tables in static data, which kernels may not have.
//
// Method and coefficients: Sun Microsystems' fdlibm 5.3 (e_exp.c, e_log.c), error below 1 ulp.

const LN2_HIGH: f64 = 6.93147180369123816490e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

// 0 below −708, where the result would lose bits; the callers add it to numbers of about 1.
// @ts-ignore: decorator
@inline
export function exp64(x: f64): f64 {
  if (x < -708) return 0;
  const k = nearest(x * 1.44269504088896338700);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t *
              (6.61375632143793436117e-5 +
                t * (-1.65339022054652515390e-6 + t * 4.13813679705723846039e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  return reinterpret<f64>(reinterpret<i64>(y) + ((<i64>k) << 52));
}

// For normal x > 0.
// @ts-ignore: decorator
@inline
export function log64(x: f64): f64 {
  let bits = reinterpret<i64>(x);
  let k = (bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  if (m > 1.41421356237309504880) {
    m *= 0.5;
    k++;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const r =
    w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1)) +
    z *
      (6.666666666666735130e-1 +
        w *
          (2.857142874366239149e-1 +
            w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const half = 0.5 * f * f;
  const n = <f64>k;
  return n * LN2_HIGH - (half - (s * (half + r) + n * LN2_LOW) - f);
}
