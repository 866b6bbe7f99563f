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
