type Places = readonly (readonly number[])[];
type Edges = readonly (readonly { readonly target: number; readonly weight: number }[])[];

const subtract = (a: readonly number[], b: readonly number[]) =>
  a.map((value, at) => value - b[at]);
const closeness = (a: readonly number[], b: readonly number[]) =>
  1 / (1 + subtract(a, b).reduce((sum, apart) => sum + apart * apart, 0));

/** Σⱼ p·w·(yᵢ − zⱼ) over the edges of each row, w = 1 / (1 + |yᵢ − zⱼ|²). */
export function tsneAttract(y: Places, others: Places, edges: Edges): number[][] {
  return y.map((own, i) =>
    own.map((_, a) =>
      edges[i].reduce((sum, { target, weight }) => {
        const other = others[target];
        return sum + weight * closeness(own, other) * (own[a] - other[a]);
      }, 0),
    ),
  );
}

/** Σ p·ln(p / w) over all edges. */
export function tsneDivergence(y: Places, edges: Edges): number {
  return y.reduce(
    (sum, own, i) =>
      edges[i].reduce(
        (part, { target, weight }) => part + weight * Math.log(weight / closeness(own, y[target])),
        sum,
      ),
    0,
  );
}

/** Per row Σⱼ w²·(yᵢ − zⱼ) over all rows of a map, and Σⱼ w. */
export function tsneRepel(y: Places, map: Places): { forces: number[][]; nears: number[] } {
  return {
    forces: y.map((own) =>
      own.map((_, a) =>
        map.reduce((sum, other) => sum + closeness(own, other) ** 2 * (own[a] - other[a]), 0),
      ),
    ),
    nears: y.map((own) => map.reduce((sum, other) => sum + closeness(own, other), 0)),
  };
}

interface Moving {
  readonly place: readonly number[];
  readonly step: readonly number[];
  readonly gains: readonly number[];
}

function nextGain(gain: number, last: number, gradient: number): number {
  return Math.sign(last) !== Math.sign(gradient) ? gain + 0.2 : gain * 0.8 + 0.01;
}

const shorten = (v: readonly number[], longest: number) =>
  v.map((value) => value * Math.min(1, longest / Math.hypot(...v)));

function move(
  { place, step, gains }: Moving,
  gradient: readonly number[],
  rate: number,
  momentum: number,
  longest: number,
): Moving {
  const nextGains = gains.map((gain, a) => nextGain(gain, step[a], gradient[a]));
  const raw = step.map((last, a) => momentum * last - rate * nextGains[a] * gradient[a]);
  const next = shorten(raw, longest);
  return { place: place.map((value, a) => value + next[a]), step: next, gains: nextGains };
}

/** One step down `pull`·attraction − `push`·repulsion, no longer than `longest`. */
export function tsneStep(
  row: Moving,
  pulls: readonly number[],
  pushes: readonly number[],
  { pull, push, rate, momentum, longest }: Readonly<Record<string, number>>,
): Moving {
  const gradient = pulls.map((value, a) => pull * value - push * pushes[a]);
  return move(row, gradient, rate, momentum, longest);
}

/** One step of a row on a fixed map: its own Σ w, a cut gradient, and bounds on the place. */
export function tsnePlace(
  row: Moving,
  pulls: readonly number[],
  pushes: readonly number[],
  near: number,
  bounds: readonly (readonly [number, number])[],
  { pull, rate, momentum, longest }: Readonly<Record<string, number>>,
): Moving {
  const gradient = shorten(
    pulls.map((value, a) => pull * value - pushes[a] / near),
    longest,
  );
  const moved = move(row, gradient, rate, momentum, Number.POSITIVE_INFINITY);
  const place = moved.place.map((value, a) =>
    Math.min(bounds[a][1], Math.max(bounds[a][0], value)),
  );
  return { ...moved, place };
}

/** Places less a centre. */
export function tsneCenter(y: Places, center: readonly number[]): number[][] {
  return y.map((own) => subtract(own, center));
}
