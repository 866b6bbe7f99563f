// Sums of the columns of x (n × d, f32) in f64.
//
//   out  chunks × d f64: one row per chunk, to be added in chunk order

export function columnSums(
  out: usize,
  x: usize,
  cols: i32,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const slot = out + ((<usize>chunk * <usize>cols) << 3);
  memory.fill(slot, 0, (<usize>cols) << 3);
  let at = x + ((<usize>begin * <usize>cols) << 2);
  for (let i = begin; i < end; i++) {
    for (let j = 0; j < cols; j++) {
      const sum = slot + ((<usize>j) << 3);
      store<f64>(sum, load<f64>(sum) + <f64>load<f32>(at));
      at += 4;
    }
  }
}

// Squares about the columns' means, and the largest magnitudes, per chunk. cols is a multiple of 2.
//
//   out     chunks × 2 × cols f64: the sums of (x − mean)², then the maxima of |x|
//   means   cols f64
export function columnSpreads(
  out: usize,
  x: usize,
  cols: i32,
  means: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const size = (<usize>cols) << 3;
  const slot = out + ((<usize>chunk * size) << 1);
  memory.fill(slot, 0, size << 1);
  let at = x + ((<usize>begin * <usize>cols) << 2);
  for (let i = begin; i < end; i++) {
    for (let j: usize = 0; j < size; j += 16) {
      const value = f64x2.promote_low_f32x4(v128.load64_zero(at));
      const off = f64x2.sub(value, v128.load(means + j));
      v128.store(slot + j, f64x2.add(v128.load(slot + j), f64x2.mul(off, off)));
      const top = slot + size + j;
      v128.store(top, f64x2.pmax(v128.load(top), f64x2.abs(value)));
      at += 8;
    }
  }
}
