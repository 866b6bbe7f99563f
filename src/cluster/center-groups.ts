import type { Block, Scope } from '../compute/index.ts';
import { type PackedRows, packedBytes } from './packed-rows.ts';
import { type Rows, roundUp } from './rows.ts';

const GROUP = 8;

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
  readonly #centers: number;
  readonly #groups: number;
  readonly #packedCenters: Block<Uint8Array>;
  readonly #panels: Block<Uint8Array>;
  readonly #slots: Block<Int32Array>;
  readonly #drifts: Block<Float32Array>;
  readonly #args: number[];

  constructor(
    rows: Rows,
    packed: PackedRows,
    k: number,
    centers: number,
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
    this.#slots.view.forEach((_, slot, slots) => {
      slots[slot] = slot < k ? slot : -1;
    });
    const places = scope.i32(k);
    places.view.forEach((_, c, all) => {
      all[c] = c;
    });
    this.#drifts = scope.f32(k * bounds);
    this.#args = [
      packed.at,
      this.#packedCenters.at,
      this.#panels.at,
      this.#slots.at,
      places.at,
      groups,
      scope.f32(rows.count).at,
      scope.f32(rows.count * bounds).at,
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
    compute.call('kMeansPack', to, this.#centers, stride, means.at, ...rest);
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
}
