const CELLS = 24;

/** Where most of the points are: the middle of the points around the fullest cell of a grid. */
export function densestSpot(
  xs: readonly number[],
  ys: readonly number[],
): readonly [number, number] {
  const lowX = Math.min(...xs);
  const lowY = Math.min(...ys);
  const stepX = (Math.max(...xs) - lowX) / CELLS || 1;
  const stepY = (Math.max(...ys) - lowY) / CELLS || 1;
  const cell = (value: number, low: number, step: number) =>
    Math.min(CELLS - 1, Math.floor((value - low) / step));
  const counts = new Int32Array(CELLS * CELLS);
  for (let i = 0; i < xs.length; i++) {
    counts[cell(ys[i], lowY, stepY) * CELLS + cell(xs[i], lowX, stepX)]++;
  }
  let best = -1;
  let bestX = 0;
  let bestY = 0;
  for (let cy = 0; cy < CELLS; cy++) {
    for (let cx = 0; cx < CELLS; cx++) {
      let around = counts[cy * CELLS + cx];
      for (const [dx, dy] of NEXT) {
        const inside = cx + dx >= 0 && cx + dx < CELLS && cy + dy >= 0 && cy + dy < CELLS;
        if (inside) around += counts[(cy + dy) * CELLS + cx + dx];
      }
      if (around > best) [best, bestX, bestY] = [around, cx, cy];
    }
  }
  let sumX = 0;
  let sumY = 0;
  let near = 0;
  for (let i = 0; i < xs.length; i++) {
    if (Math.abs(cell(xs[i], lowX, stepX) - bestX) > 1) continue;
    if (Math.abs(cell(ys[i], lowY, stepY) - bestY) > 1) continue;
    sumX += xs[i];
    sumY += ys[i];
    near++;
  }
  return [sumX / near, sumY / near];
}

const NEXT = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy] as const));
