type Complex = readonly [number, number];

const multiply = (a: Complex, b: Complex): Complex => [
  a[0] * b[0] - a[1] * b[1],
  a[0] * b[1] + a[1] * b[0],
];

/** Which frequency stands where after the kernel's turns: fours of interleaved parts, once twos. */
function fourierOrder(size: number): number[] {
  if (size === 1) return [0];
  const radix = Math.log2(size) % 2 === 1 ? 2 : 4;
  const part = fourierOrder(size / radix);
  return Array.from({ length: radix }, (_, r) => part.map((k) => k * radix + r)).flat();
}

/** x̂ₖ = Σ xⱼ·e^(−2πijk/size) in the kernel's order; with sign 1 the way back, times size. */
export function transform(x: readonly Complex[], sign: -1 | 1): Complex[] {
  const size = x.length;
  const order = fourierOrder(size);
  const sumOver = (count: readonly number[]): Complex =>
    count.reduce<Complex>(
      (sum, angle, j) => {
        const phi = (sign * 2 * Math.PI * angle) / size;
        const part = multiply(x[j], [Math.cos(phi), Math.sin(phi)]);
        return [sum[0] + part[0], sum[1] + part[1]];
      },
      [0, 0],
    );
  const range = [...order.keys()];
  return sign === -1
    ? order.map((k) => sumOver(range.map((j) => (j * k) % size)))
    : range.map((j) => sumOver(order.map((k) => (j * k) % size)));
}
