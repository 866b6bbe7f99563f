// Sorts up to 65,536 rows of a block by one column and gives each its rank.
//
//   entry, u32     rank among the different values (16 bits) | row of the block (16 bits)

/** Below this many rows, inserting one after the other is quicker than counting digits. */
const FEW: i32 = 32;

/** Numbers in the order of their floats, as whole numbers without sign. 0 and −0 are one. */
// @ts-ignore: decorator
@inline export function keyOf(value: f32): u32 {
  const bits = reinterpret<u32>(value + 0);
  return bits ^ (<u32>((<i32>bits) >> 31) | 0x80000000);
}

/** `at` holds one number per row in the block; `pairs` and `others` have room for u64 each, `digits` for 1,024 u32. */
export function rankBlock(
  entries: usize, x: usize, cols: i32, column: i32, rows: usize, count: i32, pairs: usize, others: usize,
  digits: usize,
): void {
  const line = (<usize>cols) << 2;
  const from = x + ((<usize>column) << 2);
  for (let i = 0; i < count; i++) {
    const row = load<i32>(rows + ((<usize>i) << 2));
    const key = keyOf(load<f32>(from + <usize>row * line));
    store<u64>(pairs + ((<usize>i) << 3), ((<u64>key) << 32) | <u64>i);
  }
  const sorted = sortPairs(pairs, others, count, digits);
  let last = <u32>(load<u64>(sorted) >> 32);
  let rank: u32 = 0;
  for (let i = 0; i < count; i++) {
    const pair = load<u64>(sorted + ((<usize>i) << 3));
    const key = <u32>(pair >> 32);
    if (key != last) {
      rank++;
      last = key;
    }
    store<u32>(entries + ((<usize>i) << 2), (rank << 16) | <u32>pair);
  }
}

/**
 * Pairs of a key (upper 32 bits) and a number below, ascending; they end in one of the two rooms. Equal keys
 * stay in the order in which they came, which must be that of their numbers.
 */
export function sortPairs(pairs: usize, others: usize, count: i32, digits: usize): usize {
  if (count >= FEW) return countDigits(pairs, others, count, digits);
  insert(pairs, count);
  return pairs;
}

function insert(pairs: usize, count: i32): void {
  for (let i = 1; i < count; i++) {
    const pair = load<u64>(pairs + ((<usize>i) << 3));
    let at = pairs + ((<usize>i) << 3);
    for (; at > pairs; at -= 8) {
      const before = load<u64>(at - 8);
      if (before <= pair) break;
      store<u64>(at, before);
    }
    store<u64>(at, pair);
  }
}

/** Four rounds of 8 bits, from the lowest; a round in which all are alike is left out. */
function countDigits(pairs: usize, others: usize, count: i32, digits: usize): usize {
  memory.fill(digits, 0, 4096);
  const stop = pairs + ((<usize>count) << 3);
  for (let at = pairs; at < stop; at += 8) {
    const key = load<u32>(at, 4);
    for (let round: usize = 0; round < 4; round++) {
      const slot = digits + (round << 10) + ((<usize>((key >> <u32>(round << 3)) & 255)) << 2);
      store<u32>(slot, load<u32>(slot) + 1);
    }
  }
  let from = pairs;
  let to = others;
  for (let round: usize = 0; round < 4; round++) {
    const table = digits + (round << 10);
    const shift = <u32>(round << 3);
    const first = (load<u32>(from, 4) >> shift) & 255;
    if (load<u32>(table + ((<usize>first) << 2)) == <u32>count) continue;
    let place: u32 = 0;
    for (let digit: usize = 0; digit < 1024; digit += 4) {
      const many = load<u32>(table + digit);
      store<u32>(table + digit, place);
      place += many;
    }
    const last = from + ((<usize>count) << 3);
    for (let at = from; at < last; at += 8) {
      const slot = table + ((<usize>((load<u32>(at, 4) >> shift) & 255)) << 2);
      const place = load<u32>(slot);
      store<u32>(slot, place + 1);
      store<u64>(to + ((<usize>place) << 3), load<u64>(at));
    }
    const held = from;
    from = to;
    to = held;
  }
  return from;
}
