export interface EpochArguments {
  readonly width: number;
  readonly a: number;
  readonly b: number;
  /** 2·γ·b */
  readonly push: number;
  readonly step: number;
  /** Random points that push, per pull. */
  readonly negatives: number;
  readonly epoch: number;
  readonly seed: number;
}

function mix(x: number): number {
  let y = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  y = Math.imul(y ^ (y >>> 13), 0xc2b2ae35);
  return (y ^ (y >>> 16)) >>> 0;
}

/**
 * One epoch: each point starts where it stood, is pulled by its neighbours and pushed by random points in
 * turn, and gets its new place. `others` are the places of the epoch before, or those that stand still.
 */
export function umapEpoch(
  out: Float32Array,
  from: Float32Array,
  others: Float32Array,
  { offsets, targets, rates }: { offsets: Int32Array; targets: Int32Array; rates: Float32Array },
  keys: Int32Array,
  setting: EpochArguments,
): void {
  const { width, a, b, push, step, negatives, epoch, seed } = setting;
  const count = others.length / width;
  for (let i = 0; i + 1 < offsets.length; i++) {
    const own = from.slice(i * width, (i + 1) * width);
    const meet = (other: number, pulls: boolean) => {
      const apart = own.map((value, c) => value - others[other * width + c]);
      const square = apart.reduce((sum, value) => sum + value * value, 0);
      if (square === 0) return;
      const power = square ** b;
      const pace = pulls
        ? (-2 * a * b * power) / (square * (1 + a * power))
        : push / ((0.001 + square) * (1 + a * power));
      for (let c = 0; c < width; c++) {
        own[c] += step * Math.max(-4, Math.min(4, pace * apart[c]));
      }
    };
    let state = mix((mix((keys[i] + seed) | 0) + epoch) | 0) | 1;
    for (let e = offsets[i]; e < offsets[i + 1]; e++) {
      // An edge fires when its rate's multiple passes a whole number.
      if (Math.floor(rates[e] * epoch) === Math.floor(rates[e] * (epoch - 1))) continue;
      meet(targets[e], true);
      for (let p = 0; p < negatives; p++) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        meet(Number((BigInt(state >>> 0) * BigInt(count)) >> 32n), false);
      }
    }
    out.set(own, i * width);
  }
}
