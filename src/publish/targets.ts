import { z } from 'zod';

/** Whether earlier runs stay, or the published tables hold nothing but this one. */
export const publishModes = ['history', 'replace'] as const;

export type PublishMode = (typeof publishModes)[number];

const targetSchema = z.strictObject({
  /** A database, a file that ends in .csv or .parquet, or such an object: postgres://host/db, s3://bucket/key.parquet. */
  to: z.string().min(1, 'must not be empty'),
  /** Of a database: the schema that holds the tables; where the connection looks first when left out. */
  schema: z.string().min(1).optional(),
  /** Of a database: the tables are PREFIX_runs, PREFIX_labels, PREFIX_profiles; the study's name when left out. */
  prefix: z.string().optional(),
  mode: z.enum(publishModes).default('history'),
});

const one = z.union([z.string().transform((to) => targetSchema.parse({ to })), targetSchema]);

/** The `publish:` key of a study: an address, a block, or a list of them. */
export const publishSchema = z
  .union([one, z.array(one)])
  .transform((given) => (Array.isArray(given) ? given : [given]));

/** Whether tables may be named for it. */
export const isPrefix = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(text);

/** One place that a run is published to. */
export type PublishTarget = z.output<typeof targetSchema>;
