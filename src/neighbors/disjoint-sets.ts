/**
 * Sets of whole numbers that can only grow together.
 *
 * Source: Tarjan & van Leeuwen 1984, path halving. The root of a set is its lowest member, so that
 * names do not depend on the order of unions.
 */
export class DisjointSets {
  readonly #parents: Int32Array;

  constructor(size: number) {
    this.#parents = Int32Array.from({ length: size }, (_, i) => i);
  }

  find(member: number): number {
    const parents = this.#parents;
    let at = member;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /** Joins two sets; false when they already were one. */
  unite(a: number, b: number): boolean {
    const x = this.find(a);
    const y = this.find(b);
    if (x === y) return false;
    this.#parents[Math.max(x, y)] = Math.min(x, y);
    return true;
  }
}
