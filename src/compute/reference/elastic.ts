/** What assembly/elastic.ts computes, a pair of series at a time, with the whole table. */
export interface ElasticRules {
  readonly kind: 'euclidean' | 'dtw' | 'msm' | 'erp' | 'twe';
  /** As a share of the shorter series; 1: everywhere. */
  readonly window: number;
  readonly cost: number;
  readonly gap: number;
  readonly stiffness: number;
  readonly penalty: number;
}

type Series = readonly ArrayLike<number>[];

/** The distance of two series, channel by channel; a sum of squares is not rooted. */
export function elasticDistance(x: Series, y: Series, rules: ElasticRules): number {
  const { kind } = rules;
  if (kind === 'msm') {
    return x.reduce((sum, channel, c) => sum + lowestCost([channel], [y[c]], rules), 0);
  }
  return lowestCost(x, y, rules);
}

function lowestCost(x: Series, y: Series, rules: ElasticRules): number {
  const { kind, window, cost, gap, stiffness, penalty } = rules;
  const [n, m] = [x[0].length, y[0].length];
  const radius = window < 1 ? Math.floor(window * Math.min(n, m)) : Math.max(n, m);
  const value = (series: Series, i: number) => series.map((channel) => (i < 0 ? 0 : channel[i]));
  const squares = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, v, c) => sum + (v - b[c]) ** 2, 0);
  const between = (a: readonly number[], b: readonly number[]) =>
    a.length === 1 ? Math.abs(a[0] - b[0]) : Math.sqrt(squares(a, b));
  const outside = (v: number, a: number, b: number) =>
    cost + Math.max(0, Math.min(v - a, v - b), Math.min(a - v, b - v));
  const gaps = (series: Series, i: number) =>
    Math.sqrt(
      squares(
        value(series, i),
        value(series, i).map(() => gap),
      ),
    );

  if (kind === 'euclidean') {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < x.length; c++) sum += (x[c][i] - y[c][i]) ** 2;
    }
    return sum;
  }
  const match = (i: number, j: number): number => {
    const own =
      kind === 'dtw' ? squares(value(x, i), value(y, j)) : between(value(x, i), value(y, j));
    if (kind !== 'twe') return own;
    return own + between(value(x, i - 1), value(y, j - 1)) + 2 * stiffness * Math.abs(i - j);
  };
  const passX = (i: number, j: number): number => {
    if (kind === 'dtw') return match(i, j);
    if (kind === 'erp') return gaps(x, i);
    if (kind === 'twe') {
      return Math.sqrt(squares(value(x, i), value(x, i - 1))) + (stiffness + penalty);
    }
    return outside(x[0][i], x[0][Math.max(0, i - 1)], y[0][j]);
  };
  const passY = (i: number, j: number): number => {
    if (kind === 'dtw') return match(i, j);
    if (kind === 'erp') return gaps(y, j);
    if (kind === 'twe') {
      return Math.sqrt(squares(value(y, j), value(y, j - 1))) + (stiffness + penalty);
    }
    return outside(y[0][j], x[0][i], y[0][Math.max(0, j - 1)]);
  };

  const table = Array.from({ length: n + 1 }, () =>
    new Float64Array(m + 1).fill(Number.POSITIVE_INFINITY),
  );
  table[0][0] = 0;
  if (kind === 'erp') {
    for (let i = 0; i < n; i++) table[i + 1][0] = table[i][0] + gaps(x, i);
    for (let j = 0; j < m; j++) table[0][j + 1] = table[0][j] + gaps(y, j);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      if (j < i - radius - Math.max(0, n - m) || j > i + radius + Math.max(0, m - n)) continue;
      table[i + 1][j + 1] = Math.min(
        table[i][j] + match(i, j),
        table[i][j + 1] + passX(i, j),
        table[i + 1][j] + passY(i, j),
      );
    }
  }
  return table[n][m];
}
