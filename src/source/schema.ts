import { z } from 'zod';

const oneCharacter = z.string().refine((text) => [...text].length === 1, 'must be one character');

const pattern = z.string().min(1, 'must not be empty');

/** The `source:` block of a study file: a path or an address, a list of them, or an object of what is known about it. */
export const sourceSchema = z.union([
  pattern,
  z.strictObject({
    path: pattern.optional(),
    paths: z.array(pattern).min(1, 'must name at least one file').optional(),
    url: pattern.optional(),
    urls: z.array(pattern).min(1, 'must name at least one address').optional(),
    table: z.string().min(1).optional(),
    query: z.string().min(1).optional(),
    format: z.enum(['csv', 'tsv', 'parquet', 'json', 'ndjson', 'ucr', 'ts', 'npy']).optional(),
    compression: z.enum(['none', 'gzip', 'zstd']).optional(),
    encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
    delimiter: z.preprocess((given) => (given === 'tab' ? '\t' : given), oneCharacter).optional(),
    header: z.boolean().optional(),
    quote: z.union([z.literal(''), oneCharacter]).optional(),
    names: z.array(z.string().min(1)).min(1).optional(),
    columns: z.record(z.string(), z.enum(['text', 'number', 'date', 'boolean'])).optional(),
    missing: z.array(z.string()).optional(),
    raggedRows: z.enum(['error', 'skip', 'pad']).optional(),
    label: z.enum(['first', 'none']).optional(),
  }),
]);

/** What a study may write under `source:`. */
export type SourceDocument = z.input<typeof sourceSchema>;

/** The keys of the object form, for suggestions. */
export const sourceKeys = Object.keys(sourceSchema.options[1].shape);
