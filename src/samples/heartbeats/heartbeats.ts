import { choice, integer, Random, readOptions, real } from '../../base/index.ts';
import type { Sample, SampleMethod, SampleRow } from '../types.ts';
import { type Beat, beats } from './beats.ts';
import { hideStretches, type Recording, record } from './record.ts';

export interface HeartbeatsOptions {
  /** Which data: the same seed gives the same rows. Default: 0. */
  seed: number;
  /** Heartbeats, one series each. Default: 5,000. */
  series: number;
  /** Samples of the longest series, which cover one second. Default: 140. */
  samples: number;
  /** How often each kind occurs: as in recordings, or equally often. Default: 'recorded'. */
  shares: 'recorded' | 'equal';
  /** Standard deviation of the noise of a sample, in millivolts; an R wave is about 1. Default: 0.04. */
  noise: number;
  /** Typical size of the wandering of the baseline, in millivolts. Default: 0.12. */
  wander: number;
  /** How unevenly time passes in a beat: the typical change of its pace. 0: evenly. Default: 0.08. */
  warp: number;
  /** Share of the samples that are missing, in stretches of up to a tenth of a series. Default: 0. */
  gaps: number;
  /** Length of the shortest series as a share of the longest: a fast heart has fewer samples per beat. Default: 1, all equal. */
  shortest: number;
}

/** As many as ECG5000 has. */
const SAMPLES = 140;

const columnsOf = (samples: number) => [
  'label',
  ...Array.from({ length: samples }, (_, t) => `t${t + 1}`),
];

/**
 * Heartbeats of five known kinds, as an ECG records them: one row per beat, its samples in columns, its kind as a number.
 *
 * Every beat is a sum of waves of its own, on a baseline that wanders, in a time that does not pass evenly, with noise.
 * Columns: label (1 to 5, as in the truth by name), t1, t2, …, in millivolts. Behind the end of a shorter series, and
 * in gaps, cells are empty. Memory: one series.
 *
 * @example [...heartbeatsSample.generate({ series: 10 }).rows()]
 */
export const heartbeatsSample: SampleMethod<HeartbeatsOptions> = {
  title: 'Heartbeats of five known kinds, from normal to unclassified',
  columns: columnsOf(SAMPLES),
  table: {
    seed: integer({ meaning: 'Which data: the same seed gives the same rows.', default: 0 }),
    series: integer({ meaning: 'Heartbeats, one series each.', default: 5000, min: 1 }),
    samples: integer({
      meaning: 'Samples of the longest series, which cover one second.',
      default: SAMPLES,
      min: 20,
      max: 5000,
    }),
    shares: choice(['recorded', 'equal'], {
      meaning: 'How often each kind occurs: as in recordings, or equally often.',
      default: 'recorded',
    }),
    noise: real({
      meaning: 'Standard deviation of the noise of a sample, in millivolts; an R wave is about 1.',
      default: 0.04,
      min: 0,
      max: 10,
    }),
    wander: real({
      meaning: 'Typical size of the wandering of the baseline, in millivolts.',
      default: 0.12,
      min: 0,
      max: 10,
    }),
    warp: real({
      meaning: 'How unevenly time passes in a beat: the typical change of its pace; 0: evenly.',
      default: 0.08,
      min: 0,
      max: 0.4,
    }),
    gaps: real({
      meaning: 'Share of the samples that are missing, in stretches of up to a tenth of a series.',
      default: 0,
      min: 0,
      max: 0.9,
    }),
    shortest: real({
      meaning:
        'Length of the shortest series as a share of the longest: a fast heart has fewer samples per beat.',
      default: 1,
      min: 0.1,
      max: 1,
    }),
  },
  generate(options = {}): Sample {
    const asked = readOptions('heartbeatsSample', heartbeatsSample.table, options);
    return {
      columns: columnsOf(asked.samples),
      rows: () => beatRows(asked),
      truthColumns: ['row', 'group'],
      truth: () => truthRows(asked),
    };
  },
};

function* beatRows(asked: HeartbeatsOptions): Generator<SampleRow, void> {
  const { samples, shortest, gaps } = asked;
  const series = new Float64Array(samples);
  for (const { beat, random } of beatsOf(asked)) {
    const length = Math.round(samples * (1 - (1 - shortest) * random.next()));
    const recording: Recording = { ...asked, length };
    record(beat.waves(random), random, series, recording);
    if (gaps > 0) hideStretches(random, series.subarray(0, length), gaps);
    const row: (string | number)[] = [beats.indexOf(beat) + 1];
    // Tenths of a microvolt: more digits than any recorder has.
    for (const value of series) row.push(Number.isNaN(value) ? '' : Math.round(value * 1e4) / 1e4);
    yield row;
  }
}

function* truthRows(asked: HeartbeatsOptions): Generator<SampleRow, void> {
  let row = 0;
  for (const { beat } of beatsOf(asked)) yield [++row, beat.group];
}

function* beatsOf({
  seed,
  series,
  shares,
}: HeartbeatsOptions): Generator<{ beat: Beat; random: Random }, void> {
  const root = new Random(seed).fork('heartbeats');
  for (let i = 0; i < series; i++) {
    const random = root.fork(i);
    yield { beat: shares === 'equal' ? beats[random.integer(beats.length)] : pick(random), random };
  }
}

function pick(random: Random): Beat {
  let left = random.next();
  for (const beat of beats) {
    left -= beat.share;
    if (left < 0) return beat;
  }
  return beats[0];
}
