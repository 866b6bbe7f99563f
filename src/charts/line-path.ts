/**
 * A line through points, in pixels with one decimal and from point to point: half the bytes of absolute
 * places. Null breaks the line.
 */
export function linePath(
  xs: readonly number[],
  ys: readonly (number | null)[],
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let atX = 0;
  let atY = 0;
  let drawing = false;
  for (let i = 0; i < xs.length; i++) {
    const value = ys[i];
    if (value === null) {
      drawing = false;
      continue;
    }
    // In tenths of a pixel, so that roundings do not add up along the line.
    const toX = Math.round(x(xs[i]) * 10);
    const toY = Math.round(y(value) * 10);
    path += drawing
      ? `l${(toX - atX) / 10},${(toY - atY) / 10}`
      : `M${toX / 10},${toY / 10}${i + 1 === xs.length || ys[i + 1] === null ? 'h0' : ''}`;
    [atX, atY, drawing] = [toX, toY, true];
  }
  return path;
}

/** The area between two lines, one shape per unbroken stretch. */
export function bandPath(
  xs: readonly number[],
  low: readonly (number | null)[],
  high: readonly (number | null)[],
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  for (let from = 0; from < xs.length; from++) {
    if (low[from] === null || high[from] === null) continue;
    let to = from;
    while (to + 1 < xs.length && low[to + 1] !== null && high[to + 1] !== null) to++;
    const stretch = xs.slice(from, to + 1);
    const there = linePath(stretch, high.slice(from, to + 1), x, y);
    const back = linePath(stretch.toReversed(), low.slice(from, to + 1).toReversed(), x, y).replace(
      'M',
      'L',
    );
    path += `${there}${back}z`;
    from = to;
  }
  return path;
}
