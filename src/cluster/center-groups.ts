import type { Block, Scope } from '../compute/index.ts';
import { type PackedRows, packedBytes } from './packed-rows.ts';
import { type Rows, roundUp } from './rows.ts';

const GROUP = 8;

/**
 * After how many moves the groups are made again from centres that are near each other, at the price of one
 * pass without bounds. Measured at 100k × 64, k = 100, 300 iterations: 5.8 s of processor time without, 5.8 s
 * with the 5th, 4.7 s with the 5th and the 40th.
 */
const REGROUP: readonly number[] = [10, 40, 160];

/**
 * Centres in groups of eight, and per row one bound for each group: what the kernel kMeansYinyang needs.
 *
 * Source: Ding et al. 2015, "Yinyang k-means".   Differs: groups have one size; distances are of rows packed
 * to whole numbers, and those that this leaves open are settled in f64.
 */
export class CenterGroups {
  readonly #rows: Rows;
  readonly #packed: PackedRows;
  readonly #k: number;
  readonly #centers: Block<Float32Array>;
  readonly #groups: number;
  readonly #packedCenters: Block<Uint8Array>;
  readonly #panels: Block<Uint8Array>;
  readonly #slots: Block<Int32Array>;
  readonly #places: Block<Int32Array>;
  readonly #lower: Block<Float32Array>;
  readonly #drifts: Block<Float32Array>;
  readonly #args: number[];
  #moves = 0;

  constructor(
    rows: Rows,
    packed: PackedRows,
    k: number,
    centers: Block<Float32Array>,
    drift: number,
    scope: Scope,
  ) {
    const { wide } = packed;
    const groups = Math.ceil(k / GROUP);
    const bounds = roundUp(groups, 4);
    this.#rows = rows;
    this.#packed = packed;
    this.#k = k;
    this.#centers = centers;
    this.#groups = groups;
    this.#packedCenters = scope.u8(packedBytes(k, wide));
    this.#panels = scope.u8(groups * (64 + 16 * wide));
    this.#slots = scope.i32(groups * GROUP);
    this.#places = scope.i32(k);
    this.#lower = scope.f32(rows.count * bounds);
    this.#place(Int32Array.from({ length: k }, (_, c) => c));
    this.#drifts = scope.f32(k * bounds);
    this.#args = [
      packed.at,
      this.#packedCenters.at,
      this.#panels.at,
      this.#slots.at,
      this.#places.at,
      groups,
      scope.f32(rows.count).at,
      this.#lower.at,
      drift,
      this.#drifts.at,
      scope.i32(rows.compute.threads * 9 * bounds).at,
      packed.step,
    ];
  }

  /** Packs the present centres; gives the kernel's arguments behind those that all algorithms share. */
  args(): number[] {
    const { compute, stride } = this.#rows;
    const { means, step, reach, unsure, wide } = this.#packed;
    const rest = [step, reach, unsure, 0, this.#k, 0, 0];
    const to = this.#packedCenters.at;
    compute.call('kMeansPack', to, this.#centers.at, stride, means.at, ...rest);
    const longest = compute.call(
      'kMeansPanels',
      this.#panels.at,
      to,
      this.#slots.at,
      this.#groups,
      wide,
    );
    return [...this.#args, longest];
  }

  /** @param drift how far each centre moved */
  moved(drift: Float32Array): void {
    this.#moves++;
    if (this.#groups > 1 && REGROUP.includes(this.#moves)) this.#place(this.#nearTogether());
    const slots = this.#slots.view;
    const drifts = this.#drifts.view;
    const width = drifts.length / this.#k;
    for (let g = 0; g < this.#groups; g++) {
      let first = 0;
      let second = 0;
      let fastest = -1;
      for (let slot = g * GROUP; slot < (g + 1) * GROUP; slot++) {
        const c = slots[slot];
        if (c < 0) continue;
        if (drift[c] > first) {
          second = first;
          first = drift[c];
          fastest = c;
        } else if (drift[c] > second) second = drift[c];
      }
      for (let c = 0; c < this.#k; c++) drifts[c * width + g] = c === fastest ? second : first;
    }
  }

  /** Puts the centres into the groups' slots and forgets the bounds of the groups that were. */
  #place(order: Int32Array): void {
    this.#slots.view.fill(-1);
    this.#slots.view.set(order);
    order.forEach((c, slot) => {
      this.#places.view[c] = slot;
    });
    const lower = this.#lower.view;
    const width = roundUp(this.#groups, 4);
    lower.fill(0);
    for (let at = 0; at < lower.length; at += width) {
      lower.fill(Number.POSITIVE_INFINITY, at + this.#groups, at + width);
    }
  }

  /** The first centre that is left with the seven nearest to it, and so on. Cost: O(k²·d / 8). */
  #nearTogether(): Int32Array {
    const { stride } = this.#rows;
    const centers = this.#centers.view;
    const order: number[] = [];
    let left = Array.from({ length: this.#k }, (_, c) => c);
    while (left.length > 0) {
      const squares = new Map<number, number>();
      for (const c of left) {
        let square = 0;
        for (let j = 0; j < stride; j++) {
          square += (centers[c * stride + j] - centers[left[0] * stride + j]) ** 2;
        }
        squares.set(c, square);
      }
      left.sort((a, b) => (squares.get(a) ?? 0) - (squares.get(b) ?? 0) || a - b);
      order.push(...left.slice(0, GROUP));
      left = left.slice(GROUP).sort((a, b) => a - b);
    }
    return Int32Array.from(order);
  }
}
