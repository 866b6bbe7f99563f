// One step of an optimizer over all weights as one flat row, in one pass: f32, lengths a multiple of 4.
//
//   p         weights, changed
//   g         gradient
//   m, v      moments, changed
//   settings  f32: what changes from step to step and what does not; each kernel says which
//
// Moments that would leave the normal numbers become 0: those of dead units decay for ever, and a
// processor computes with subnormal numbers a hundred times slower.

const TINY: f32 = 1e-36;

// @ts-ignore: decorator
@inline
function whole(x: v128): v128 {
  return v128.and(x, f32x4.ge(f32x4.abs(x), f32x4.splat(TINY)));
}

// The gradient, scaled for clipping, with the L2 penalty's part.
// @ts-ignore: decorator
@inline
function gradientAt(g: usize, p: v128, scale: v128, decay: v128): v128 {
  return f32x4.add(f32x4.mul(v128.load(g), scale), f32x4.mul(p, decay));
}

// v += (1 − β₂)(g² − v) and m likewise; p = p·shrink − rate·m / (√v·root + ε)
// settings  [scale, decay, β₁, 1 − β₁, β₂, 1 − β₂, rate, root, ε, shrink]
export function stepAdam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  settings: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const scale = v128.load32_splat(settings);
  const decay = v128.load32_splat(settings, 4);
  const keep1 = v128.load32_splat(settings, 8);
  const take1 = v128.load32_splat(settings, 12);
  const keep2 = v128.load32_splat(settings, 16);
  const take2 = v128.load32_splat(settings, 20);
  const rate = v128.load32_splat(settings, 24);
  const root = v128.load32_splat(settings, 28);
  const epsilon = v128.load32_splat(settings, 32);
  const shrink = v128.load32_splat(settings, 36);
  const stop = (<usize>end) << 2;
  for (let i = (<usize>begin) << 2; i < stop; i += 16) {
    const old = v128.load(p + i);
    const grad = gradientAt(g + i, old, scale, decay);
    const m1 = whole(
      f32x4.add(f32x4.mul(v128.load(m + i), keep1), f32x4.mul(grad, take1)),
    );
    const v1 = whole(
      f32x4.add(f32x4.mul(v128.load(v + i), keep2), f32x4.mul(f32x4.mul(grad, grad), take2)),
    );
    v128.store(m + i, m1);
    v128.store(v + i, v1);
    const below = f32x4.add(f32x4.mul(f32x4.sqrt(v1), root), epsilon);
    const by = f32x4.div(f32x4.mul(m1, rate), below);
    v128.store(p + i, f32x4.sub(f32x4.mul(old, shrink), by));
  }
}

// v = ρ·v + (1 − ρ)g²; step = rate·g / (√(v + inside) + outside); m = μ·m + step; p = p·shrink − m
// settings  [scale, decay, ρ, 1 − ρ, rate, inside, outside, μ, shrink]
export function stepRmsProp(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  settings: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const scale = v128.load32_splat(settings);
  const decay = v128.load32_splat(settings, 4);
  const keep = v128.load32_splat(settings, 8);
  const take = v128.load32_splat(settings, 12);
  const rate = v128.load32_splat(settings, 16);
  const inside = v128.load32_splat(settings, 20);
  const outside = v128.load32_splat(settings, 24);
  const momentum = v128.load32_splat(settings, 28);
  const shrink = v128.load32_splat(settings, 32);
  const stop = (<usize>end) << 2;
  for (let i = (<usize>begin) << 2; i < stop; i += 16) {
    const old = v128.load(p + i);
    const grad = gradientAt(g + i, old, scale, decay);
    const v1 = whole(
      f32x4.add(f32x4.mul(v128.load(v + i), keep), f32x4.mul(f32x4.mul(grad, grad), take)),
    );
    v128.store(v + i, v1);
    const below = f32x4.add(f32x4.sqrt(f32x4.add(v1, inside)), outside);
    const by = f32x4.div(f32x4.mul(grad, rate), below);
    const m1 = whole(f32x4.add(f32x4.mul(v128.load(m + i), momentum), by));
    v128.store(m + i, m1);
    v128.store(p + i, f32x4.sub(f32x4.mul(old, shrink), m1));
  }
}

// m = μ·m + g; p = p·shrink − rate·(g·ahead + m·along): along is 1 and ahead 0, or with Nesterov μ and 1
// settings  [scale, decay, μ, rate, ahead, along, shrink]
export function stepSgd(
  p: usize,
  g: usize,
  m: usize,
  settings: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const scale = v128.load32_splat(settings);
  const decay = v128.load32_splat(settings, 4);
  const momentum = v128.load32_splat(settings, 8);
  const rate = v128.load32_splat(settings, 12);
  const ahead = v128.load32_splat(settings, 16);
  const along = v128.load32_splat(settings, 20);
  const shrink = v128.load32_splat(settings, 24);
  const stop = (<usize>end) << 2;
  for (let i = (<usize>begin) << 2; i < stop; i += 16) {
    const old = v128.load(p + i);
    const grad = gradientAt(g + i, old, scale, decay);
    const m1 = whole(f32x4.add(f32x4.mul(v128.load(m + i), momentum), grad));
    v128.store(m + i, m1);
    const by = f32x4.add(f32x4.mul(grad, ahead), f32x4.mul(m1, along));
    v128.store(p + i, f32x4.sub(f32x4.mul(old, shrink), f32x4.mul(by, rate)));
  }
}

// Σ g² of a chunk in f64, to be added in chunk order.   out  chunks f64
export function squaresOf(
  out: usize,
  g: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const stop = (<usize>end) << 2;
  for (let i = (<usize>begin) << 2; i < stop; i += 16) {
    const x = v128.load(g + i);
    const a = f64x2.promote_low_f32x4(x);
    const b = f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 0, 1));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const sum = f64x2.add(low, high);
  store<f64>(
    out + ((<usize>chunk) << 3),
    f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1),
  );
}
