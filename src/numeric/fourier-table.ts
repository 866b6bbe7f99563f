/**
 * ¾·size × (cos φ, cos φ, sin φ, −sin φ) for φ = 2πj / size, as assembly/fft.ts wants them.
 *
 * By halving the angle and adding angles, with roots and products only: `Math.sin` differs in its last bits
 * between engines. Error: some units in the last place. `size` is a power of 2 of at least 4.
 */
export function fourierTable(size: number): Float64Array {
  const cos = new Float64Array(size);
  const sin = new Float64Array(size);
  cos[0] = 1;
  // e^(iπ), its root, the root of that, …: each bit of j adds the angle 2π·bit / size.
  let [c, s] = [-1, 0];
  const bits = [];
  for (let bit = size / 2; bit >= 1; bit /= 2) {
    bits.unshift([bit, c, s]);
    const half = Math.sqrt((1 + c) / 2);
    s = half === 0 ? 1 : s / (2 * half);
    c = half;
  }
  for (const [bit, bitCos, bitSin] of bits) {
    for (let j = 0; j < bit; j++) {
      cos[bit + j] = cos[j] * bitCos - sin[j] * bitSin;
      sin[bit + j] = sin[j] * bitCos + cos[j] * bitSin;
    }
  }
  const table = new Float64Array(3 * size);
  for (let j = 0; j < (3 * size) / 4; j++) table.set([cos[j], cos[j], sin[j], -sin[j]], 4 * j);
  return table;
}
