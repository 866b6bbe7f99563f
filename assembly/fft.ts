// Discrete Fourier transforms of a power of two of complex f64, in place, without putting the result in
// order: what is multiplied number by number and turned back needs none. Radix 4, once 2 if need be.
//
//   twiddles  ¾·size × | c c s −s | f64 for the angles 2πj / size, c = cos and s = sin; computed by the caller,
//             because processors' sines differ
//
// A complex number is one register, (real, imaginary). x·(c − is) = x·(c, c) + swapped x·(s, −s).

// @ts-ignore: decorator
@inline
function swap(x: v128): v128 {
  return v128.shuffle<f64>(x, x, 1, 0);
}

// x · e^(−iφ)
// @ts-ignore: decorator
@inline
function turn(x: v128, twiddle: usize): v128 {
  return f64x2.add(f64x2.mul(x, v128.load(twiddle)), f64x2.mul(swap(x), v128.load(twiddle, 16)));
}

// x · e^(iφ)
// @ts-ignore: decorator
@inline
function turnBack(x: v128, twiddle: usize): v128 {
  return f64x2.sub(f64x2.mul(x, v128.load(twiddle)), f64x2.mul(swap(x), v128.load(twiddle, 16)));
}

/** x̂ₖ = Σ xⱼ·e^(−2πijk/size), each k at a place of its own. */
export function forward(x: usize, size: i32, twiddles: usize): void {
  const bytes = (<usize>size) << 4;
  const stop = x + bytes;
  let block = bytes;
  let step: usize = 32;
  if (ctz(size) & 1) {
    const half = block >> 1;
    let twiddle = twiddles;
    for (let at = x; at < x + half; at += 16, twiddle += 32) {
      const a = v128.load(at);
      const b = v128.load(at + half);
      v128.store(at, f64x2.add(a, b));
      v128.store(at + half, turn(f64x2.sub(a, b), twiddle));
    }
    block = half;
    step = 64;
  }
  for (; block >= 64; block >>= 2, step <<= 2) {
    const quarter = block >> 2;
    let first = twiddles;
    for (let k: usize = 0; k < quarter; k += 16, first += step) {
      const second = twiddles + ((first - twiddles) << 1);
      const third = second + (first - twiddles);
      for (let at = x + k; at < stop; at += block) {
        const a = v128.load(at);
        const b = v128.load(at + quarter);
        const c = v128.load(at + (quarter << 1));
        const d = v128.load(at + quarter * 3);
        const t0 = f64x2.add(a, c);
        const t1 = f64x2.sub(a, c);
        const t2 = f64x2.add(b, d);
        // −i·(b − d)
        const t3 = f64x2.mul(swap(f64x2.sub(b, d)), f64x2(1, -1));
        v128.store(at, f64x2.add(t0, t2));
        v128.store(at + quarter, turn(f64x2.add(t1, t3), first));
        v128.store(at + (quarter << 1), turn(f64x2.sub(t0, t2), second));
        v128.store(at + quarter * 3, turn(f64x2.sub(t1, t3), third));
      }
    }
  }
}

/** size · x from x̂ as `forward` leaves it. */
export function backward(x: usize, size: i32, twiddles: usize): void {
  const bytes = (<usize>size) << 4;
  const stop = x + bytes;
  const odd = ctz(size) & 1;
  const most = odd ? bytes >> 1 : bytes;
  let step = <usize>size << 3;
  for (let block: usize = 64; block <= most; block <<= 2, step >>= 2) {
    const quarter = block >> 2;
    let first = twiddles;
    for (let k: usize = 0; k < quarter; k += 16, first += step) {
      const second = twiddles + ((first - twiddles) << 1);
      const third = second + (first - twiddles);
      for (let at = x + k; at < stop; at += block) {
        const a = v128.load(at);
        const b = turnBack(v128.load(at + quarter), first);
        const c = turnBack(v128.load(at + (quarter << 1)), second);
        const d = turnBack(v128.load(at + quarter * 3), third);
        const t0 = f64x2.add(a, c);
        const t1 = f64x2.sub(a, c);
        const t2 = f64x2.add(b, d);
        // i·(b − d)
        const t3 = f64x2.mul(swap(f64x2.sub(b, d)), f64x2(-1, 1));
        v128.store(at, f64x2.add(t0, t2));
        v128.store(at + quarter, f64x2.add(t1, t3));
        v128.store(at + (quarter << 1), f64x2.sub(t0, t2));
        v128.store(at + quarter * 3, f64x2.sub(t1, t3));
      }
    }
  }
  if (odd) {
    const half = bytes >> 1;
    let twiddle = twiddles;
    for (let at = x; at < x + half; at += 16, twiddle += 32) {
      const a = v128.load(at);
      const b = turnBack(v128.load(at + half), twiddle);
      v128.store(at, f64x2.add(a, b));
      v128.store(at + half, f64x2.sub(a, b));
    }
  }
}

// Columns 4·begin … 4·end−1 of a table of size × width complex numbers, turned in place.
//
//   filled   rows from here on count as 0 and are not read
//   kept     rows from here on are not written
//   inverse  0: forward, 1: backward
//   scratch  per lane 4 × size complex
export function fftColumns(
  data: usize,
  width: i32,
  size: i32,
  filled: i32,
  kept: i32,
  inverse: i32,
  twiddles: usize,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const bytes = (<usize>size) << 4;
  const row = (<usize>width) << 4;
  const a = scratch + <usize>lane * (bytes << 2);
  const b = a + bytes;
  const c = b + bytes;
  const d = c + bytes;
  for (let item = begin; item < end; item++) {
    let from = data + ((<usize>item) << 6);
    const some = (<usize>filled) << 4;
    for (let at: usize = 0; at < some; at += 16, from += row) {
      v128.store(a + at, v128.load(from));
      v128.store(b + at, v128.load(from, 16));
      v128.store(c + at, v128.load(from, 32));
      v128.store(d + at, v128.load(from, 48));
    }
    for (let at = a; at < a + (bytes << 2); at += bytes) {
      memory.fill(at + some, 0, bytes - some);
      if (inverse) backward(at, size, twiddles);
      else forward(at, size, twiddles);
    }
    let to = data + ((<usize>item) << 6);
    for (let at: usize = 0; at < (<usize>kept) << 4; at += 16, to += row) {
      v128.store(to, v128.load(a + at));
      v128.store(to, v128.load(b + at), 16);
      v128.store(to, v128.load(c + at), 32);
      v128.store(to, v128.load(d + at), 48);
    }
  }
}

// Rows of a table of rows × size complex numbers, turned forward in place.
export function fftRows(
  data: usize,
  size: i32,
  twiddles: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  for (let i = begin; i < end; i++) forward(data + ((<usize>i * <usize>size) << 4), size, twiddles);
}
