/** Per row the rows nearest to it so far, and which of them came in the last round. */
export interface NeighborLists {
  readonly rows: number[][];
  readonly fresh: boolean[][];
}

function square(places: Float32Array, width: number, a: number, b: number): number {
  let sum = 0;
  for (let j = 0; j < width; j++) sum += (places[a * width + j] - places[b * width + j]) ** 2;
  return sum;
}

function best(
  places: Float32Array,
  width: number,
  row: number,
  rows: Iterable<number>,
  size: number,
) {
  return [...new Set(rows)]
    .filter((other) => other !== row)
    .map((other) => ({ other, square: square(places, width, row, other) }))
    .sort((a, b) => a.square - b.square || a.other - b.other)
    .slice(0, size)
    .map(({ other }) => other);
}

/** The nearest of those that share a leaf with each row; `leaves` are the leaves of every tree. */
export function forestLists(
  leaves: readonly (readonly number[])[],
  places: Float32Array,
  width: number,
  size: number,
): NeighborLists {
  const n = places.length / width;
  const rows = Array.from({ length: n }, (_, row) =>
    best(places, width, row, leaves.filter((leaf) => leaf.includes(row)).flat(), size),
  );
  return { rows, fresh: rows.map((list) => list.map(() => true)) };
}

/** One round: neighbours of neighbours, both ways, over paths with a fresh step in them. */
export function descend(
  { rows, fresh }: NeighborLists,
  backs: NeighborLists,
  places: Float32Array,
  width: number,
  size: number,
  near: number,
): NeighborLists {
  const steps = (row: number) => [
    ...rows[row].slice(0, near).map((to, j) => ({ to, fresh: fresh[row][j] })),
    ...backs.rows[row].map((to, j) => ({ to, fresh: backs.fresh[row][j] })),
  ];
  const found = rows.map((list, row) => {
    const seen = new Set(list);
    backs.rows[row].forEach((to, j) => {
      if (backs.fresh[row][j]) seen.add(to);
    });
    for (const first of steps(row)) {
      for (const second of steps(first.to)) if (first.fresh || second.fresh) seen.add(second.to);
    }
    return best(places, width, row, seen, size);
  });
  return {
    rows: found,
    fresh: found.map((list, row) => list.map((other) => !rows[row].includes(other))),
  };
}
