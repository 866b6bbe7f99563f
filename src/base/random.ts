/**
 * Seeded random numbers. Nothing is global: a generator is made from a seed and forked by name, so
 * that adding a draw in one place never changes the numbers of another.
 *
 * Generator: xoshiro128** 1.1 (Blackman & Vigna 2021), seeded through SplitMix32-style mixing.
 */
import { hashText } from './hash.ts';
import { naturalLog } from './natural-log.ts';

/**
 * One stream of random numbers, the same for the same seed in every engine.
 *
 * @example new Random(1).fork('restart 3').normal()
 */
export class Random {
  readonly #state: Uint32Array;
  readonly #seed: number;

  constructor(seed = 0) {
    // All 53 bits of a seed count; seeds below 2³² are their own lower half.
    this.#seed = ((seed >>> 0) ^ mix(Math.floor(seed / 2 ** 32))) >>> 0;
    this.#state = new Uint32Array(4);
    let x = this.#seed;
    for (let i = 0; i < 4; i++) {
      x = (x + 0x9e3779b9) >>> 0;
      this.#state[i] = mix(x);
    }
    // All-zero state would stay zero for ever.
    this.#state[0] |= 1;
  }

  /** An independent generator that depends only on this one's seed and the name. */
  fork(name: string | number): Random {
    return new Random(mix((this.#seed + hashText(String(name))) >>> 0));
  }

  /** 32 random bits as a whole number from 0 to 2³²−1. */
  bits(): number {
    const s = this.#state;
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11);
    return result;
  }

  /** A number in [0, 1) with 53 random bits. */
  next(): number {
    const high = this.bits() >>> 5;
    const low = this.bits() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** A whole number from 0 to `below` − 1, without modulo bias worth measuring (53 bits). */
  integer(below: number): number {
    return Math.floor(this.next() * below);
  }

  /**
   * A draw from the normal distribution with mean 0 and standard deviation 1: Marsaglia's polar
   * method, which needs no cosine. The same bits in every engine.
   */
  normal(): number {
    for (;;) {
      const x = 2 * this.next() - 1;
      const y = 2 * this.next() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) return x * Math.sqrt((-2 * naturalLog(square)) / square);
    }
  }

  /** Shuffles in place (Fisher–Yates) and gives the same array back. */
  shuffle<T extends { length: number; [i: number]: number }>(array: T): T {
    for (let i = array.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = array[i];
      array[i] = array[j];
      array[j] = held;
    }
    return array;
  }

  /** `size` different whole numbers below `n`, in ascending order (Floyd 1987). */
  sample(n: number, size: number): Int32Array {
    if (!(size >= 0 && size <= n)) throw new RangeError(`Random.sample: ${size} of ${n}`);
    const chosen = new Set<number>();
    for (let j = n - size; j < n; j++) {
      const t = this.integer(j + 1);
      chosen.add(chosen.has(t) ? j : t);
    }
    return Int32Array.from(chosen).sort();
  }
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

function mix(x: number): number {
  let z = x >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
