import type { Random } from '../../base/index.ts';

/**
 * One wave of a beat as a Gaussian bump: seconds from the beat's middle, millivolts, and seconds of its spread.
 *
 * After McSharry et al. 2003, "A dynamical model for generating synthetic electrocardiogram signals", who place the
 * waves P, Q, R, S and T so. Numbers: our own, after what textbooks say of the usual times and heights.
 */
export type Wave = readonly [at: number, height: number, spread: number];

/** A kind of heartbeat. */
export interface Beat {
  readonly group: string;
  /** Share of the recorded beats. */
  readonly share: number;
  /** The waves of one beat of this kind, as one heart at one moment has them. */
  waves(random: Random): Wave[];
}

/** Seconds that a series shows: from before the P wave to after the T wave. */
export const WINDOW = 1;
/** Seconds from the start of a series to the beat's middle. */
export const BEFORE = 0.3;

const between = (random: Random, low: number, high: number) => low + (high - low) * random.next();

/** Hearts differ in every wave: a little in time, more in height and breadth. */
function vary(random: Random, waves: readonly Wave[], much = 1): Wave[] {
  return waves.map(([at, height, spread]) => [
    at + 0.006 * much * random.normal(),
    height * Math.exp(0.12 * much * random.normal()),
    spread * Math.exp(0.1 * much * random.normal()),
  ]);
}

/** P, a narrow QRS, T. */
const sinus: readonly Wave[] = [
  [-0.165, 0.16, 0.024],
  [-0.032, -0.12, 0.011],
  [0, 1.05, 0.013],
  [0.034, -0.27, 0.013],
  [0.27, 0.32, 0.048],
];

const normal: Beat = {
  group: 'normal',
  share: 0.584,
  waves: (random) => vary(random, sinus),
};

/**
 * A ventricular beat that falls on the T wave of the beat before: no P, broad QRS of great size, T against it, and
 * the pause behind it.
 */
const ronT: Beat = {
  group: 'R-on-T PVC',
  share: 0.353,
  waves(random) {
    const early = between(random, -0.02, 0.05);
    return vary(
      random,
      [
        [-0.19 + early, 0.3, 0.046],
        [-0.06, 0.55, 0.03],
        [0.015, 1.0, 0.036],
        [0.105, -0.55, 0.042],
        [0.3, -0.5, 0.07],
      ],
      1.3,
    );
  },
};

/** A ventricular beat between two others: no P, broad QRS that goes down deep, T up again. */
const ventricular: Beat = {
  group: 'PVC',
  share: 0.019,
  waves: (random) =>
    vary(
      random,
      [
        [-0.075, 0.35, 0.025],
        [0.02, -0.95, 0.042],
        [0.11, 0.2, 0.03],
        [0.31, 0.6, 0.07],
      ],
      1.3,
    ),
};

/** Starts above the ventricles, too soon: its P wave rides on what was before or points down, its QRS is narrow and small. */
const supraventricular: Beat = {
  group: 'supraventricular or ectopic',
  share: 0.039,
  waves(random) {
    const sooner = between(random, 0.03, 0.09);
    const [, q, r, s, t] = sinus;
    const shifted = ([at, height, spread]: Wave, gain: number): Wave => [
      at - sooner,
      gain * height,
      spread,
    ];
    return vary(random, [
      [-0.1 - sooner, -0.12, 0.018],
      shifted(q, 0.6),
      shifted(r, 0.75),
      shifted(s, 1.7),
      shifted(t, -0.35),
      [0.52 - sooner / 2, 0.16, 0.024],
    ]);
  },
};

/** What nobody could name: two beats in one, a pacemaker's spike, a lead that came off. */
const odd: Beat = {
  group: 'unclassified',
  share: 0.005,
  waves(random) {
    const kind = random.integer(3);
    if (kind === 0) {
      const part = between(random, 0.35, 0.65);
      return [
        ...normal.waves(random).map(([at, height, spread]): Wave => [at, part * height, spread]),
        ...ventricular
          .waves(random)
          .map(([at, height, spread]): Wave => [at, (1 - part) * height, spread]),
      ];
    }
    if (kind === 1) {
      return vary(random, [
        [-0.06, 1.4, 0.004],
        [0.04, -0.8, 0.05],
        [0.3, 0.5, 0.06],
      ]);
    }
    return vary(
      random,
      [
        [between(random, -0.2, 0.6), 0.9, 0.15],
        [between(random, -0.2, 0.6), -0.9, 0.1],
        [between(random, -0.2, 0.6), 0.5, 0.02],
      ],
      2,
    );
  },
};

/** Every kind, by decreasing share of ordinary recordings as their labels number them; the shares add up to 1. */
export const beats: readonly Beat[] = [normal, ronT, ventricular, supraventricular, odd];
