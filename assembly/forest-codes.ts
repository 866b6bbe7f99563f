/** Row i of out: for each column the number of its cuts that lie below the value. cuts: 255 ascending f32 and one +∞ per column. */
export function forestCodes(
  out: usize, x: usize, cols: i32, cuts: usize, begin: i32, end: i32, _chunk: i32, _lane: i32,
): void {
  for (let i = <usize>begin * <usize>cols, stop = <usize>end * <usize>cols; i < stop; ) {
    for (let j: usize = 0; j < <usize>cols; j++, i++) {
      const value = load<f32>(x + (i << 2));
      const own = cuts + (j << 10);
      let code: usize = 0;
      for (let half: usize = 128; half > 0; half >>= 1) {
        if (load<f32>(own + ((code + half - 1) << 2)) < value) code += half;
      }
      store<u8>(out + i, <u8>code);
    }
  }
}
