const f = Math.fround;

/** 32 random bits at a place of the stream with these two keys. */
export function bitsAt(place: number, key0: number, key1: number): number {
  let x = place ^ key0;
  x = Math.imul(x ^ (x >>> 17), 0xed5ad4bb);
  x = (x + key1) | 0;
  x = Math.imul(x ^ (x >>> 11), 0xac4c1b51);
  x = Math.imul(x ^ (x >>> 15), 0x31848bab);
  return (x ^ (x >>> 14)) >>> 0;
}

/** c₀ + c₁·x + … in 32 bits, coefficients from the highest power down. */
function horner(x: number, coefficients: readonly number[]): number {
  return coefficients.slice(1).reduce((y, c) => f(f(y * x) + f(c)), f(coefficients[0]));
}

/** ln x in 32 bits for 0 < x ≤ 1. Cephes logf (Moshier). */
function logOf(x: number): number {
  const bits = new Int32Array(Float32Array.of(x).buffer)[0];
  let e = (bits >>> 23) - 126;
  let m = new Float32Array(Int32Array.of((bits & 0x007fffff) | 0x3f000000).buffer)[0];
  const low = m < f(Math.SQRT1_2);
  if (low) e -= 1;
  m = f(f(m + (low ? m : 0)) - 1);
  const z = f(m * m);
  let y = horner(
    m,
    [
      7.037683629e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1,
      -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
    ],
  );
  y = f(f(y * m) * z);
  y = f(y + f(e * f(-2.1219444e-4)));
  y = f(y - f(z * 0.5));
  return f(f(m + y) + f(e * f(0.693359375)));
}

/** The normal quantile of (x + 1) / 2: a ratio of polynomials in the middle, as in Wichura 1988 (AS 241). */
function quantile(x: number): number {
  const r = f(0.87890625 - f(x * x));
  if (r < 0) return tail(x);
  const above = horner(r, [2.94614339, 37.6062698, 55.8439598, 20.5801449, 1.98691392]);
  const below = horner(r, [7.165061, 38.3395462, 39.5019341, 11.8229818, 1]);
  return f(f(x * above) / below);
}

/** The same far from the middle. Giles 2012, "Approximating the erfinv function", single precision. */
function tail(x: number): number {
  const w = -logOf(f(f(1 - x) * f(1 + x)));
  const p =
    w < 5
      ? horner(
          f(w - 2.5),
          [
            2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 2.1858087e-4,
            -1.25372503e-3, -4.17768164e-3, 2.46640727e-1, 1.50140941,
          ],
        )
      : horner(
          f(f(Math.sqrt(w)) - 3),
          [
            -2.00214257e-4, 1.00950558e-4, 1.34934322e-3, -3.67342844e-3, 5.73950773e-3,
            -7.6224613e-3, 9.43887047e-3, 1.00167406, 2.83297682,
          ],
        );
  return f(p * f(x * f(Math.SQRT2)));
}

/** The first `length` numbers of a stream of normal numbers. */
export function noiseNormal(
  length: number,
  key0: number,
  key1: number,
  deviation: number,
): Float32Array {
  return Float32Array.from({ length }, (_, i) => {
    const half = f((bitsAt(i, key0, key1) >>> 9) + 0.5);
    return quantile(f(f(half * 2 ** -22) - 1)) * f(deviation);
  });
}

/** The first `length` numbers of a mask: `kept` with probability share / 65536, otherwise 0. */
export function noiseKeep(
  length: number,
  key0: number,
  key1: number,
  share: number,
  kept: number,
): Float32Array {
  return Float32Array.from({ length }, (_, i) => {
    const bits = bitsAt(i >> 1, key0, key1);
    const half = i % 2 === 0 ? bits & 0xffff : bits >>> 16;
    return half < share ? kept : 0;
  });
}
