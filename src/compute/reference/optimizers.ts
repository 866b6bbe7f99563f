const f = Math.fround;

/** Moments too small to be computed with at full speed are 0. */
const whole = (x: number): number => (Math.abs(x) >= f(1e-36) ? x : 0);

interface Weights {
  readonly p: Float32Array;
  readonly g: Float32Array;
  readonly m: Float32Array;
}

/** settings: [scale, decay, β₁, 1 − β₁, β₂, 1 − β₂, rate, root, ε, shrink] */
export function stepAdam(
  { p, g, m, v }: Weights & { readonly v: Float32Array },
  settings: Float32Array,
): void {
  const [scale, decay, keep1, take1, keep2, take2, rate, root, epsilon, shrink] = settings;
  p.forEach((old, i) => {
    const grad = f(f(g[i] * scale) + f(old * decay));
    m[i] = whole(f(f(m[i] * keep1) + f(grad * take1)));
    v[i] = whole(f(f(v[i] * keep2) + f(f(grad * grad) * take2)));
    const below = f(f(f(Math.sqrt(v[i])) * root) + epsilon);
    p[i] = f(f(old * shrink) - f(f(m[i] * rate) / below));
  });
}

/** settings: [scale, decay, ρ, 1 − ρ, rate, inside, outside, μ, shrink] */
export function stepRmsProp(
  { p, g, m, v }: Weights & { readonly v: Float32Array },
  settings: Float32Array,
): void {
  const [scale, decay, keep, take, rate, inside, outside, momentum, shrink] = settings;
  p.forEach((old, i) => {
    const grad = f(f(g[i] * scale) + f(old * decay));
    v[i] = whole(f(f(v[i] * keep) + f(f(grad * grad) * take)));
    const below = f(f(Math.sqrt(f(v[i] + inside))) + outside);
    m[i] = whole(f(f(m[i] * momentum) + f(f(grad * rate) / below)));
    p[i] = f(f(old * shrink) - m[i]);
  });
}

/** settings: [scale, decay, μ, rate, ahead, along, shrink] */
export function stepSgd({ p, g, m }: Weights, settings: Float32Array): void {
  const [scale, decay, momentum, rate, ahead, along, shrink] = settings;
  p.forEach((old, i) => {
    const grad = f(f(g[i] * scale) + f(old * decay));
    m[i] = whole(f(f(m[i] * momentum) + grad));
    const by = f(f(grad * ahead) + f(m[i] * along));
    p[i] = f(f(old * shrink) - f(by * rate));
  });
}

export function squaresOf(g: Float32Array): number {
  return g.reduce((sum, x) => sum + x * x, 0);
}
