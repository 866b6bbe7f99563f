import { choice, flag, type OptionTable, real } from '../base/index.ts';

/** How far apart two series are, and by what rules. */
export interface SeriesMeasure {
  /**
   * euclidean (default): step against step, for series of one length. dtw: steps may be held, so that the
   * same course at another pace is near. msm, twe, erp: steps may be held or passed over, at a price, and
   * the distances obey the triangle inequality. sbd: 1 minus the greatest correlation over all shifts.
   */
  measure: 'euclidean' | 'dtw' | 'msm' | 'twe' | 'erp' | 'sbd';
  /** How far dtw, msm, twe and erp may look aside, as a share of the shorter series. 1 (default): anywhere. */
  window: number;
  /** The square root of euclidean's and dtw's sum of squares, as tslearn has it (default), or the sum, as aeon's dtw. */
  root: boolean;
  /** msm: the price of holding or passing over a step. Default 1. */
  cost: number;
  /** erp: the value that a step is compared with when it is passed over. Default 0. */
  gap: number;
  /** twe: the price of a step of time between what is matched, ν. Default 0.001. */
  stiffness: number;
  /** twe: the price of passing over a step, λ. Default 1. */
  penalty: number;
  /** sbd: give each series mean 0 and deviation 1 first (default). */
  standardize: boolean;
}

/** The options of a measure, for the tables of methods that take one. */
export const seriesMeasureTable: OptionTable<SeriesMeasure> = {
  measure: choice(['euclidean', 'dtw', 'msm', 'twe', 'erp', 'sbd'], {
    meaning: 'how far apart two series are',
    default: 'euclidean',
  }),
  window: real({
    meaning:
      'how far dtw, msm, twe and erp may look aside, as a share of the shorter series; 1: anywhere',
    default: 1,
    min: 0,
    max: 1,
  }),
  root: flag({
    meaning: "the square root of euclidean's and dtw's sum of squares, or the sum",
    default: true,
  }),
  cost: real({ meaning: 'msm: price of holding or passing over a step', default: 1, min: 0 }),
  gap: real({ meaning: 'erp: value that a step passed over is compared with', default: 0 }),
  stiffness: real({
    meaning: 'twe: price of a step of time between what is matched',
    default: 0.001,
    min: 0,
  }),
  penalty: real({ meaning: 'twe: price of passing over a step', default: 1, min: 0 }),
  standardize: flag({
    meaning: 'sbd: give each series mean 0 and deviation 1 first',
    default: true,
  }),
};
