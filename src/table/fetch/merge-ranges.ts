/** Bytes of a file from `begin` up to before `end`. */
export interface ByteRange {
  readonly begin: number;
  readonly end: number;
}

/** Holes up to this size are fetched along: a request takes about as long as a megabyte. */
const GAP_BYTES = 2 ** 20;

/** Longer parts are fetched in pieces, so that several can be under way. */
const MOST_BYTES = 16 * 2 ** 20;

/** The requests that cover all ranges: in order, near ones together, none longer than 16 MiB. */
export function mergeRanges(ranges: readonly ByteRange[]): ByteRange[] {
  const sorted = ranges.filter(({ begin, end }) => end > begin).sort((a, b) => a.begin - b.begin);
  const merged: { begin: number; end: number }[] = [];
  for (const { begin, end } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && begin - last.end <= GAP_BYTES) last.end = Math.max(last.end, end);
    else merged.push({ begin, end });
  }
  return merged.flatMap(({ begin, end }) => {
    const pieces: ByteRange[] = [];
    for (let at = begin; at < end; at += MOST_BYTES) {
      pieces.push({ begin: at, end: Math.min(end, at + MOST_BYTES) });
    }
    return pieces;
  });
}
