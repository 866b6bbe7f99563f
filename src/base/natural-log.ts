/**
 * The natural logarithm of a positive number, from additions, multiplications and divisions only.
 *
 * `Math.log` may differ in the last bit between engines; this one gives the same bits everywhere,
 * so that seeded normal draws do. Error: below 1 unit in the last place times 2.
 *
 * Method: x = m · 2^e with m in [√½, √2); log m = 2 atanh((m − 1)/(m + 1)) by its series, whose terms
 * fall by s² ≤ 0.0295 each, so that twelve reach 1e-18.
 */
export function naturalLog(x: number): number {
  VIEW.setFloat64(0, x);
  let high = VIEW.getUint32(0);
  let exponent = (high >>> 20) - 1023;
  if (exponent === -1023) {
    // Below 2^-1022 the leading bit is no longer implied; scale up by 2^54 first.
    VIEW.setFloat64(0, x * 18014398509481984);
    high = VIEW.getUint32(0);
    exponent = (high >>> 20) - 1023 - 54;
  }
  VIEW.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  let m = VIEW.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    exponent++;
  }
  const s = (m - 1) / (m + 1);
  const s2 = s * s;
  let sum = 0;
  for (let k = 23; k >= 3; k -= 2) sum = (sum + 1 / k) * s2;
  return exponent * LN2_HIGH + (2 * s + (2 * s * sum + exponent * LN2_LOW));
}

const VIEW = new DataView(new ArrayBuffer(8));
// ln 2 in two parts; the high one has 32 trailing zero bits, so that exponent · LN2_HIGH is exact.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
