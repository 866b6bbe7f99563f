// Distances from rows of x to all rows in panels (see silhouette.ts for the layout).
//
//   out     n × count f32, row-major
//   count   rows in the panels

export function distanceBlock(
  out: usize,
  x: usize,
  panels: usize,
  cols: i32,
  count: i32,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const width = (<usize>cols) << 2;
  const panelBytes = (<usize>cols) << 5;
  for (let i = begin; i < end; i++) {
    const row = x + <usize>i * width;
    let to = out + ((<usize>i * <usize>count) << 2);
    let panel = panels;
    for (let p = 0; p < count; p += 8) {
      let a = f32x4.splat(0);
      let b = f32x4.splat(0);
      const stop = panel + panelBytes;
      for (let value = row; panel < stop; panel += 32, value += 4) {
        const own = v128.load32_splat(value);
        const da = f32x4.sub(v128.load(panel), own);
        const db = f32x4.sub(v128.load(panel, 16), own);
        a = f32x4.add(a, f32x4.mul(da, da));
        b = f32x4.add(b, f32x4.mul(db, db));
      }
      a = f32x4.sqrt(a);
      b = f32x4.sqrt(b);
      const left = count - p;
      if (left >= 8) {
        v128.store(to, a);
        v128.store(to, b, 16);
        to += 32;
        continue;
      }
      if (left >= 4) {
        v128.store(to, a);
        to += 16;
        a = b;
      }
      const rest = left & 3;
      if (rest > 0) store<f32>(to, f32x4.extract_lane(a, 0));
      if (rest > 1) store<f32>(to, f32x4.extract_lane(a, 1), 4);
      if (rest > 2) store<f32>(to, f32x4.extract_lane(a, 2), 8);
    }
  }
}
