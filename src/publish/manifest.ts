/**
 * The manifest: what a bundle holds and how it came about, as JSON that a program can read years
 * later. Its format number changes when a reader of the old format would misread the new one.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BundleError, show, type Warning } from '../base/index.ts';
import type { Choice, GridPoint } from '../evaluate/index.ts';
import type { FeatureSchema } from '../features/index.ts';
import type { Preparation } from '../prepare/index.ts';
import type { SourceFacts } from '../table/index.ts';
import { MANIFEST } from './whole-folder.ts';

/** Changes when a reader of the old format would misread the new one. */
export const BUNDLE_FORMAT = 1;

/** Agreement of the segments with groups that were known beforehand. */
export interface KnownGroups {
  /** The column, or the generated data's own truth. */
  readonly name: string;
  readonly groups: number;
  /** Rows compared: those with a segment and a known group. */
  readonly rows: number;
  readonly adjustedRand: number;
  readonly normalizedMutualInformation: number;
  readonly adjustedMutualInformation: number;
  readonly vMeasure: number;
  /** Share of rows right when every segment stands for the group that fits best, one to one. */
  readonly accuracy: number;
}

/** One clustering: all entities, or those with one value of the study's `within` column. */
export interface GroupResult {
  /** The value of the `within` column; null when there is one clustering. */
  readonly within: string | null;
  readonly rows: number;
  /** Rows that differ in the numbers that were clustered. */
  readonly distinctRows: number;
  readonly clusters: number;
  readonly noise: number;
  /** Rows per segment, by segment number. */
  readonly sizes: readonly number[];
  /** The options of the chosen point, all of them. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly grid: readonly GridPoint[];
  readonly choice: Choice;
  readonly knownGroups: readonly KnownGroups[];
  /** File of the fitted state inside the bundle; null when nothing could be fitted. */
  readonly model: string | null;
}

export interface Manifest {
  readonly format: typeof BUNDLE_FORMAT;
  readonly created: string;
  readonly versions: Readonly<Record<string, string>>;
  /** The study as resolved: parameters filled in, defaults added. */
  readonly study: Readonly<Record<string, unknown>>;
  readonly source: SourceFacts;
  readonly entities: number;
  /** Entities without any feature value, which are in no segment. */
  readonly emptyEntities: number;
  readonly schema: FeatureSchema;
  /** What the study left to the data when it was fitted, such as the reference day; fixed for scoring. */
  readonly resolved: { readonly until?: string; readonly total?: number };
  readonly preparation: Preparation;
  /** What stands beside the label in the assignments. */
  readonly measure: 'distance' | 'membership';
  readonly groups: readonly GroupResult[];
  readonly warnings: readonly Warning[];
  readonly seconds: number;
}

const envelope = z.looseObject({ format: z.literal(BUNDLE_FORMAT), study: z.looseObject({}) });

/**
 * The manifest of a bundle.
 *
 * @throws {BundleError} no bundle there, unreadable, or of a format that this version does not know
 */
export async function readManifest(bundle: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(join(bundle, MANIFEST), 'utf8');
  } catch (cause) {
    throw new BundleError(
      `bundle: ${show(bundle)} must be a folder that clade fit left, but it has no readable ${MANIFEST}.`,
      { cause },
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new BundleError(
      `bundle: ${MANIFEST} in ${show(bundle)} must be JSON, but it is damaged. Fit again.`,
      { cause },
    );
  }
  const read = envelope.safeParse(json);
  if (!read.success) {
    const format = (json as { format?: unknown } | null)?.format;
    throw new BundleError(
      `bundle: format must be ${BUNDLE_FORMAT}, got ${show(format)}. Use the clade version that wrote it, or fit again.`,
    );
  }
  return json as Manifest;
}
