/**
 * The study file: what to segment, by which features, with which method, chosen how.
 *
 * Only the frame is described here. The options of a step or a method are checked by its own option
 * table, so that a new method needs no change in this file.
 */
import { z } from 'zod';
import { criteria } from '../evaluate/index.ts';
import { publishSchema } from '../publish/index.ts';
import { sourceSchema } from '../source/index.ts';

/** A step of prepare that the data replaces by others. */
export const AUTO = 'auto';

const names = z
  .union([z.string(), z.array(z.string()).min(1)])
  .transform((given) => (typeof given === 'string' ? [given] : given));

const usageSchema = z.strictObject({
  kind: z.literal('usage'),
  /** Column with the day or the moment of each event. */
  time: z.string(),
  /** Column with the amount of each event; every row counts 1 when left out. */
  value: z.string().optional(),
  /** Names of the features to compute; all of them when left out. */
  columns: z.array(z.string()).min(1).optional(),
  /** How a text in `time` is written, as for strptime: '%d/%m/%Y'. ISO order when left out. */
  timeFormat: z.string().optional(),
  /** The day that “days since” counts to, as 2024-12-31; the last day in the data when left out. */
  until: z.string().optional(),
});

const cutPoints = z.array(z.number()).min(1).optional();

const retailSchema = z.strictObject({
  kind: z.literal('retail'),
  /** Column with the day or the moment of each line. */
  time: z.string(),
  /** How a text in `time` is written, as for strptime: '%m/%d/%Y %H:%M'. ISO order when left out. */
  timeFormat: z.string().optional(),
  /** Column with what the lines of one purchase share; the lines of one moment are an invoice when left out. */
  invoice: z.string().optional(),
  /** Column with the pieces of a line; below 0 for a return. */
  quantity: z.string().optional(),
  /** Column with the price of a piece. */
  price: z.string().optional(),
  /** Column with the amount of a whole line, instead of price. */
  value: z.string().optional(),
  /** Column with the product. */
  product: z.string().optional(),
  /** Column that is true where a line is a return; quantities and amounts below 0 are returns when left out. */
  returned: z.string().optional(),
  /** Names of the features to compute; all that the columns allow when left out, marks only with rfm. */
  columns: z.array(z.string()).min(1).optional(),
  /** The day or moment that counts as now, as 2024-12-31 or 2024-12-31 18:00; the last in the data when left out. */
  until: z.string().optional(),
  /** How days are counted: by the dates that moments fall on, or as whole 24 hours gone by. */
  days: z.enum(['calendar', 'elapsed']).default('calendar'),
  /** complete: customers in whom a feature is missing are left out, such as those without a purchase. */
  rows: z.enum(['all', 'complete']).default('all'),
  /** Marks for recency, frequency and monetary value: by cut points, or by so many quantiles. */
  rfm: z
    .strictObject({
      quantiles: z.int().min(2).max(100).optional(),
      recency: cutPoints,
      frequency: cutPoints,
      monetary: cutPoints,
    })
    .optional(),
});

const tableSchema = z.strictObject({
  kind: z.literal('table'),
  /** Columns that describe the entity. Left out (none), the data decides: numbers, categories, free text. */
  columns: z.array(z.string()).default([]),
  /** complete: rows in which a feature is missing are left out. */
  rows: z.enum(['all', 'complete']).default('all'),
});

const wideColumns = z.union([z.string(), z.array(z.string()).min(1)]);

const seriesSchema = z.strictObject({
  kind: z.literal('series'),
  /** Of long data: the column with the day or the moment of each value. */
  time: z.string().optional(),
  /** Of long data: the column with the number, or a list of one per channel; every row counts 1 when left out. */
  value: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  /** How a text in `time` is written, as for strptime: '%d/%m/%Y'. ISO order when left out. */
  timeFormat: z.string().optional(),
  /** Of long data: own counts the steps of each entity from its own first value. */
  start: z.enum(['shared', 'own']).optional(),
  /**
   * Of wide data: the columns in the order of time, as a list, as first..last, or as a pattern with *; of several
   * channels, these by the channel's name.
   */
  columns: z.union([wideColumns, z.record(z.string(), wideColumns)]).optional(),
  /** The length of a step; a day when left out, or what the names of wide columns say. */
  every: z.enum(['hour', 'day', 'week', 'month']).optional(),
  /** What stands where there is no value: 0, or missing. Left out: missing in files of series, else 0. */
  fill: z.enum(['zero', 'gaps']).optional(),
  /** The first and the last step, as 2024-12-31; those of the data when left out. */
  from: z.string().optional(),
  until: z.string().optional(),
});

const encoderSchema = z.looseObject({
  method: z.string(),
  /** What goes on to the next stage: the code, or the rows as the encoder gives them back from it. */
  use: z.enum(['code', 'reconstruction']).default('code'),
});

/** Comparing a learned encoder with doing without it. */
const gateSchema = z.strictObject({
  /** How often everything is learned again, each time from another seed. */
  seeds: z.int().min(2).max(20).default(3),
  /** Entities that the comparison rests on, at most. */
  rows: z.int().min(50).default(5000),
});

/** What a study file may say, with a sentence for everything else. */
export const studySchema = z.strictObject({
  /** Version of the study format. */
  clade: z.literal(1),
  name: z.string(),
  about: z.string().optional(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  source: sourceSchema,
  /** Steps on the rows before features are made of them, in order. */
  clean: z.array(z.looseObject({ step: z.string() })).default([]),
  /** Key columns that say which rows belong to one entity; each row is an entity when left out. */
  entity: names.optional(),
  features: z.discriminatedUnion('kind', [usageSchema, retailSchema, tableSchema, seriesSchema]),
  /** The step “auto” stands for those that fit the features. */
  prepare: z.array(z.looseObject({ step: z.string() })).default([{ step: AUTO }]),
  /** Encoders, one after the other, that turn the prepared numbers into what is clustered; none when left out. */
  encode: z
    .union([encoderSchema, z.array(encoderSchema)])
    .transform((given) => (Array.isArray(given) ? given : [given]))
    .default([]),
  cluster: z.looseObject({
    method: z.string(),
    /** A key or label column: each of its values is clustered on its own. */
    within: z.string().optional(),
  }),
  choose: z.strictObject({ by: z.enum(criteria).default('silhouette') }).prefault({}),
  /** Columns with groups known beforehand, to compare the segments with. Never used for clustering. */
  compare: names.optional(),
  /** Compares a trained encoder with raw numbers, PCA and UMAP; false leaves it out. */
  gate: z.union([z.literal(false), gateSchema]).prefault({}),
  /** Where labels and profiles go when the fit is done: databases, files, objects. */
  publish: publishSchema.default([]),
  report: z.strictObject({ includeIds: z.boolean().default(false) }).prefault({}),
  seed: z.int().min(0).default(0),
});

/** A study as resolved: parameters filled in, defaults added. */
export type Study = z.output<typeof studySchema>;
