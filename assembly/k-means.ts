// One iteration of k-means over rows [begin, end): each row gets its nearest centre, and the rows that
// changed move from the sum of their old centre to that of the new one.
//
//   x        n × stride f32; stride is d rounded up to a multiple of 4, the rest is zeros
//   centers  k × stride f32, with zeros up to a multiple of 4 rows
//   labels   n i32; −1 before the first iteration
//   sums     per lane: k × (stride + 2) i64: the sum of x · scale over the rows that came minus those that
//            went, then their count, then nothing; behind them one i64, the number of rows that changed
//   scale    stride f64, powers of two
//
// Sums are whole numbers, so they are exact in any order: every algorithm and every number of threads
// gives the same bits.

import { TINY, HUGE, GROW, SHRINK, square32, squares4, lane4, square64, theta, atLeast, atMost } from './k-means-squares';
import { move, laneSums } from './k-means-sums';

const BLOCK = 256;

// The nearest of all centres in f64, given that its f32 square is at most `limit`.
function settle(x: usize, centers: usize, k: i32, bytes: usize, limit: f32, slack: f32): i32 {
  let best = 0;
  let least = f64.MAX_VALUE;
  for (let c = 0; c < k; c++) {
    const at = centers + <usize>c * bytes;
    if (min<f32>(square32(x, at, bytes), HUGE) * (1 - slack) - TINY > limit) continue;
    const square = square64(x, at, bytes);
    if (square < least) {
      least = square;
      best = c;
    }
  }
  return best;
}

// Four rows to columns: tile[j][r] for r from `first` to `first` + 3, eight rows wide.
// @ts-ignore: decorator
@inline
function transpose(tile: usize, a: usize, b: usize, c: usize, d: usize, bytes: usize): void {
  for (let j: usize = 0; j < bytes; j += 16) {
    const p = v128.load(a + j);
    const q = v128.load(b + j);
    const r = v128.load(c + j);
    const s = v128.load(d + j);
    const pq0 = v128.shuffle<f32>(p, q, 0, 4, 1, 5);
    const pq1 = v128.shuffle<f32>(p, q, 2, 6, 3, 7);
    const rs0 = v128.shuffle<f32>(r, s, 0, 4, 1, 5);
    const rs1 = v128.shuffle<f32>(r, s, 2, 6, 3, 7);
    const to = tile + (j << 3);
    v128.store(to, v128.shuffle<f64>(pq0, rs0, 0, 2));
    v128.store(to + 32, v128.shuffle<f64>(pq0, rs0, 1, 3));
    v128.store(to + 64, v128.shuffle<f64>(pq1, rs1, 0, 2));
    v128.store(to + 96, v128.shuffle<f64>(pq1, rs1, 1, 3));
  }
}

// Scratch of one lane, in 4-byte words: 8 row numbers, 8 labels, 8 least and 8 second squares, the tile of
// stride × 8, then a list of BLOCK rows.
// @ts-ignore: decorator
@inline
function laneTile(tiles: usize, stride: i32, lane: i32): usize {
  return tiles + <usize>lane * (128 + ((<usize>stride) << 5) + (BLOCK << 2));
}

// Nearest centre, least and second least square of eight rows. Lanes are rows:
//   least, second, name   4 rows each; the block of four centres keeps 4 × 2 accumulators in registers
function nearest8(scratch: usize, x: usize, centers: usize, k: i32, stride: i32): void {
  const bytes = (<usize>stride) << 2;
  const tile = scratch + 128;
  const a = x + <usize>load<i32>(scratch) * bytes;
  const b = x + <usize>load<i32>(scratch, 4) * bytes;
  const c = x + <usize>load<i32>(scratch, 8) * bytes;
  const d = x + <usize>load<i32>(scratch, 12) * bytes;
  transpose(tile, a, b, c, d, bytes);
  const e = x + <usize>load<i32>(scratch, 16) * bytes;
  const f = x + <usize>load<i32>(scratch, 20) * bytes;
  const g = x + <usize>load<i32>(scratch, 24) * bytes;
  const h = x + <usize>load<i32>(scratch, 28) * bytes;
  transpose(tile + 16, e, f, g, h, bytes);
  let least0 = f32x4.splat(f32.MAX_VALUE);
  let least1 = least0;
  let second0 = least0;
  let second1 = least0;
  let name0 = i32x4.splat(0);
  let name1 = name0;
  for (let q = 0; q < k; q += 4) {
    const c0 = centers + <usize>q * bytes;
    const c1 = c0 + bytes;
    const c2 = c1 + bytes;
    const c3 = c2 + bytes;
    let s00 = f32x4.splat(0);
    let s01 = s00;
    let s10 = s00;
    let s11 = s00;
    let s20 = s00;
    let s21 = s00;
    let s30 = s00;
    let s31 = s00;
    let at = tile;
    for (let j: usize = 0; j < bytes; j += 4) {
      const x0 = v128.load(at);
      const x1 = v128.load(at, 16);
      at += 32;
      let y = v128.load_splat<f32>(c0 + j);
      let t = f32x4.sub(x0, y);
      s00 = f32x4.add(s00, f32x4.mul(t, t));
      t = f32x4.sub(x1, y);
      s01 = f32x4.add(s01, f32x4.mul(t, t));
      y = v128.load_splat<f32>(c1 + j);
      t = f32x4.sub(x0, y);
      s10 = f32x4.add(s10, f32x4.mul(t, t));
      t = f32x4.sub(x1, y);
      s11 = f32x4.add(s11, f32x4.mul(t, t));
      y = v128.load_splat<f32>(c2 + j);
      t = f32x4.sub(x0, y);
      s20 = f32x4.add(s20, f32x4.mul(t, t));
      t = f32x4.sub(x1, y);
      s21 = f32x4.add(s21, f32x4.mul(t, t));
      y = v128.load_splat<f32>(c3 + j);
      t = f32x4.sub(x0, y);
      s30 = f32x4.add(s30, f32x4.mul(t, t));
      t = f32x4.sub(x1, y);
      s31 = f32x4.add(s31, f32x4.mul(t, t));
    }
    // A NaN cannot come up: an overflow gives +∞, which never wins against MAX_VALUE.
    let nearer = f32x4.lt(s00, least0);
    second0 = f32x4.pmin(second0, f32x4.pmax(s00, least0));
    least0 = f32x4.pmin(least0, s00);
    name0 = v128.bitselect(i32x4.splat(q), name0, nearer);
    nearer = f32x4.lt(s01, least1);
    second1 = f32x4.pmin(second1, f32x4.pmax(s01, least1));
    least1 = f32x4.pmin(least1, s01);
    name1 = v128.bitselect(i32x4.splat(q), name1, nearer);
    if (q + 1 < k) {
      nearer = f32x4.lt(s10, least0);
      second0 = f32x4.pmin(second0, f32x4.pmax(s10, least0));
      least0 = f32x4.pmin(least0, s10);
      name0 = v128.bitselect(i32x4.splat(q + 1), name0, nearer);
      nearer = f32x4.lt(s11, least1);
      second1 = f32x4.pmin(second1, f32x4.pmax(s11, least1));
      least1 = f32x4.pmin(least1, s11);
      name1 = v128.bitselect(i32x4.splat(q + 1), name1, nearer);
    }
    if (q + 2 < k) {
      nearer = f32x4.lt(s20, least0);
      second0 = f32x4.pmin(second0, f32x4.pmax(s20, least0));
      least0 = f32x4.pmin(least0, s20);
      name0 = v128.bitselect(i32x4.splat(q + 2), name0, nearer);
      nearer = f32x4.lt(s21, least1);
      second1 = f32x4.pmin(second1, f32x4.pmax(s21, least1));
      least1 = f32x4.pmin(least1, s21);
      name1 = v128.bitselect(i32x4.splat(q + 2), name1, nearer);
    }
    if (q + 3 < k) {
      nearer = f32x4.lt(s30, least0);
      second0 = f32x4.pmin(second0, f32x4.pmax(s30, least0));
      least0 = f32x4.pmin(least0, s30);
      name0 = v128.bitselect(i32x4.splat(q + 3), name0, nearer);
      nearer = f32x4.lt(s31, least1);
      second1 = f32x4.pmin(second1, f32x4.pmax(s31, least1));
      least1 = f32x4.pmin(least1, s31);
      name1 = v128.bitselect(i32x4.splat(q + 3), name1, nearer);
    }
  }
  v128.store(scratch + 32, name0);
  v128.store(scratch + 48, name1);
  v128.store(scratch + 64, least0);
  v128.store(scratch + 80, least1);
  v128.store(scratch + 96, second0);
  v128.store(scratch + 112, second1);
}

// Finds the nearest centres of the `count` rows named in the scratch space (the rest is filled up), moves
// those that changed, and gives each its bounds where `upper` is not 0.
function flush(
  scratch: usize,
  count: i32,
  labels: usize,
  upper: usize,
  lower: usize,
  sums: usize,
  scale: usize,
  x: usize,
  stride: i32,
  centers: usize,
  k: i32,
): void {
  for (let r = count; r < 8; r++) store<i32>(scratch + ((<usize>r) << 2), load<i32>(scratch));
  nearest8(scratch, x, centers, k, stride);
  const slack = theta(stride);
  const bytes = (<usize>stride) << 2;
  for (let r = 0; r < count; r++) {
    const slot = scratch + ((<usize>r) << 2);
    const row = load<i32>(slot);
    const least = load<f32>(slot, 64);
    const second = load<f32>(slot, 96);
    let label = load<i32>(slot, 32);
    const limit: f32 = least < HUGE ? least * (1 + slack) + TINY : f32.MAX_VALUE;
    const clear = min<f32>(second, HUGE) * (1 - slack) - TINY > limit;
    const at = (<usize>row) << 2;
    const own = x + <usize>row * bytes;
    if (!clear) label = settle(own, centers, k, bytes, limit, slack);
    if (upper) {
      store<f32>(upper + at, atMost(least, slack));
      store<f32>(lower + at, atLeast(clear ? second : least, slack));
    }
    const before = load<i32>(labels + at);
    if (before != label) {
      store<i32>(labels + at, label);
      if (sums) move(sums, scale, own, stride, k, before, label);
    }
  }
}

// Every distance of every row. `sums` 0: only labels are wanted.
export function kMeansLloyd(
  labels: usize,
  sums: usize,
  scale: usize,
  x: usize,
  stride: i32,
  centers: usize,
  k: i32,
  tiles: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const mine = sums ? laneSums(sums, stride, k, lane) : 0;
  const scratch = laneTile(tiles, stride, lane);
  for (let i = begin; i < end; i += 8) {
    const count = min(8, end - i);
    for (let r = 0; r < count; r++) store<i32>(scratch + ((<usize>r) << 2), i + r);
    flush(scratch, count, labels, 0, 0, mine, scale, x, stride, centers, k);
  }
}

// Hamerly 2010: per row one upper bound on the distance to its own centre and one lower bound on that to
// every other; a row is looked at only when they overlap.
//
//   upper, lower  n f32
//   drift  2 × k4 f32: how far each centre moved, then how far the farthest of the others did
export function kMeansHamerly(
  labels: usize,
  sums: usize,
  scale: usize,
  x: usize,
  stride: i32,
  centers: usize,
  k: i32,
  tiles: usize,
  upper: usize,
  lower: usize,
  drift: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const mine = laneSums(sums, stride, k, lane);
  const scratch = laneTile(tiles, stride, lane);
  const list = scratch + 128 + ((<usize>stride) << 5);
  const bytes = (<usize>stride) << 2;
  const slack = theta(stride >> 2);
  const others = drift + (((<usize>k + 3) & ~3) << 2);
  const first = load<i32>(labels + ((<usize>begin) << 2)) < 0;
  for (let from = begin; from < end; from += BLOCK) {
    const to = min(from + BLOCK, end);
    let open = 0;
    // Rows whose bounds overlap are listed without a branch: which ones do cannot be predicted, and a
    // wrong guess costs more than the distance it saves.
    if (first) {
      for (let i = from; i < to; i++) store<i32>(list + ((<usize>(i - from)) << 2), i);
      open = to - from;
    } else {
      for (let i = from; i < to; i++) {
        const at = (<usize>i) << 2;
        const own = (<usize>load<i32>(labels + at)) << 2;
        const low = load<f32>(lower + at) * SHRINK - load<f32>(others + own);
        const high = (load<f32>(upper + at) + load<f32>(drift + own)) * GROW;
        store<f32>(lower + at, low);
        store<f32>(upper + at, high);
        store<i32>(list + ((<usize>open) << 2), i);
        open += <i32>(high >= low);
      }
      const loose = open;
      open = 0;
      for (let r = 0; r < loose; r++) {
        const i = load<i32>(list + ((<usize>r) << 2));
        const at = (<usize>i) << 2;
        const center = centers + <usize>load<i32>(labels + at) * bytes;
        const high = atMost(square32(x + <usize>i * bytes, center, bytes), slack);
        store<f32>(upper + at, high);
        store<i32>(list + ((<usize>open) << 2), i);
        open += <i32>(high >= load<f32>(lower + at));
      }
    }
    for (let r = 0; r < open; r += 8) {
      memory.copy(scratch, list + ((<usize>r) << 2), 32);
      flush(scratch, min(8, open - r), labels, upper, lower, mine, scale, x, stride, centers, k);
    }
  }
}

// Elkan 2003, lemma 1 only: per row a lower bound for every centre. Lanes are centres when bounds are
// compared, columns when a distance is computed.
//
//   upper  n f32
//   lower  n × k4 f32, k4 is k rounded up to a multiple of 4; +∞ for the own centre and beyond k
//   drift  k4 f32
export function kMeansElkan(
  labels: usize,
  sums: usize,
  scale: usize,
  x: usize,
  stride: i32,
  centers: usize,
  k: i32,
  upper: usize,
  lower: usize,
  drift: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const mine = laneSums(sums, stride, k, lane);
  const bytes = (<usize>stride) << 2;
  const slack = theta(stride >> 2);
  const wide = ((<usize>k + 3) & ~3) << 2;
  const shrink = f32x4.splat(SHRINK);
  for (let i = begin; i < end; i++) {
    const at = (<usize>i) << 2;
    const before = load<i32>(labels + at);
    const row = x + <usize>i * bytes;
    const bounds = lower + <usize>i * wide;
    let label = max(before, 0);
    let high: f32;
    let square: f32 = 0;
    if (before >= 0) {
      high = (load<f32>(upper + at) + load<f32>(drift + ((<usize>label) << 2))) * GROW;
      // Not ∞, or the own centre and the filling beyond k would count as open.
      const limit = f32x4.splat(min<f32>(high, f32.MAX_VALUE));
      let open = i32x4.splat(0);
      for (let q: usize = 0; q < wide; q += 16) {
        const bound = f32x4.sub(f32x4.mul(v128.load(bounds + q), shrink), v128.load(drift + q));
        v128.store(bounds + q, bound);
        open = v128.or(open, f32x4.le(bound, limit));
      }
      if (!v128.any_true(open)) {
        store<f32>(upper + at, high);
        continue;
      }
    } else {
      memory.fill(bounds, 0, wide);
      for (let q = (<usize>k) << 2; q < wide; q += 4) store<f32>(bounds + q, Infinity);
      store<f32>(bounds, Infinity);
    }
    square = square32(row, centers + <usize>label * bytes, bytes);
    high = atMost(square, slack);
    for (let q: usize = 0; q < wide; q += 16) {
      const limit = f32x4.splat(min<f32>(high, f32.MAX_VALUE));
      let open = i32x4.bitmask(f32x4.le(v128.load(bounds + q), limit));
      const several = popcnt(open) > 1;
      const four = several ? squares4(row, centers + (q >> 2) * bytes, bytes) : f32x4.splat(0);
      while (open) {
        const place = ctz(open);
        const at4 = q + ((<usize>place) << 2);
        open &= open - 1;
        const c = <i32>(at4 >> 2);
        const other = several
          ? lane4(four, place)
          : square32(row, centers + <usize>c * bytes, bytes);
        let nearer = false;
        if (atMost(other, slack) < atLeast(square, slack)) nearer = true;
        else if (atLeast(other, slack) <= high) {
          const mineExact = square64(row, centers + <usize>label * bytes, bytes);
          const otherExact = square64(row, centers + <usize>c * bytes, bytes);
          nearer = otherExact < mineExact || (otherExact == mineExact && c < label);
        }
        if (nearer) {
          store<f32>(bounds + ((<usize>label) << 2), atLeast(square, slack));
          store<f32>(bounds + at4, Infinity);
          label = c;
          square = other;
          high = atMost(square, slack);
        } else {
          store<f32>(bounds + at4, atLeast(other, slack));
        }
      }
    }
    store<f32>(upper + at, high);
    if (label != before) {
      store<i32>(labels + at, label);
      move(mine, scale, row, stride, k, before, label);
    }
  }
}

// Adds the lanes' sums to the totals and empties them.
//
//   out     k × stride f64: totals in units of x
//   counts  k f64
//   totals  k × (stride + 2) i64
//   returns the number of rows that changed
export function kMeansTotals(
  out: usize,
  counts: usize,
  totals: usize,
  sums: usize,
  scale: usize,
  stride: i32,
  k: i32,
  lanes: i32,
): f64 {
  const width = stride + 2;
  const words = k * width;
  let changed: i64 = 0;
  for (let lane = 0; lane < lanes; lane++) {
    const mine = laneSums(sums, stride, k, lane);
    for (let w = 0; w < words; w++) {
      const at = (<usize>w) << 3;
      store<i64>(totals + at, load<i64>(totals + at) + load<i64>(mine + at));
    }
    changed += load<i64>(mine + ((<usize>words) << 3));
    memory.fill(mine, 0, (<usize>words + 2) << 3);
  }
  for (let c = 0; c < k; c++) {
    const from = totals + ((<usize>(c * width)) << 3);
    const to = out + ((<usize>(c * stride)) << 3);
    for (let j = 0; j < stride; j++) {
      const at = (<usize>j) << 3;
      store<f64>(to + at, <f64>load<i64>(from + at) / load<f64>(scale + at));
    }
    store<f64>(counts + ((<usize>c) << 3), <f64>load<i64>(from + ((<usize>stride) << 3)));
  }
  return <f64>changed;
}

// The squared distance of each row to the centre it is labelled with: out is n f64.
export function kMeansSquares(
  out: usize,
  labels: usize,
  x: usize,
  stride: i32,
  centers: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const bytes = (<usize>stride) << 2;
  for (let i = begin; i < end; i++) {
    const center = centers + <usize>load<i32>(labels + ((<usize>i) << 2)) * bytes;
    store<f64>(out + ((<usize>i) << 3), square64(x + <usize>i * bytes, center, bytes));
  }
}

// k-means++: the squared distance of each row to the nearest centre so far if row `tried[t]` became one.
//
//   out     trials × n f32
//   totals  chunks × trials f64, to be added in chunk order
//   near    n f32
//   tried   trials i32
export function kMeansTry(
  out: usize,
  totals: usize,
  near: usize,
  tried: usize,
  trials: i32,
  x: usize,
  rows: i32,
  stride: i32,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const bytes = (<usize>stride) << 2;
  for (let t = 0; t < trials; t++) {
    const center = x + <usize>load<i32>(tried + ((<usize>t) << 2)) * bytes;
    const to = out + ((<usize>t * <usize>rows) << 2);
    let total: f64 = 0;
    for (let i = begin; i < end; i++) {
      const at = (<usize>i) << 2;
      const square = min<f32>(load<f32>(near + at), square32(x + <usize>i * bytes, center, bytes));
      store<f32>(to + at, square);
      total += <f64>square;
    }
    store<f64>(totals + ((<usize>(chunk * trials + t)) << 3), total);
  }
}
