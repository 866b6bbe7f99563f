/**
 * The manifest: what a bundle holds and how it came about, as JSON that a program can read years
 * later. Its format number changes when a reader of the old format would misread the new one.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BundleError, show, type Warning } from '../base/index.ts';
import type { Cleaning } from '../clean/index.ts';
import type { ForestFacts, OnnxFront, TrainingRecord } from '../encode/index.ts';
import type { Choice, GridPoint } from '../evaluate/index.ts';
import type { FeatureSchema, RfmCuts } from '../features/index.ts';
import type { Preparation } from '../prepare/index.ts';
import type { SourceFacts } from '../table/index.ts';
import type { LastingSegment } from './lasting-segments.ts';
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
  /** Lowest adjusted Rand index between the segments of three seeds; only of methods that have one, on up to 20,000 rows. */
  readonly seedAgreement?: number;
  /** Rows that differ in the numbers that were clustered. */
  readonly distinctRows: number;
  readonly clusters: number;
  readonly noise: number;
  /** Rows per segment, by the label that the model gives. */
  readonly sizes: readonly number[];
  /** The options of the chosen point, all of them. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly grid: readonly GridPoint[];
  readonly choice: Choice;
  readonly knownGroups: readonly KnownGroups[];
  /** File of the fitted state inside the bundle; null when nothing could be fitted. */
  readonly model: string | null;
  /** File of what tells rows that are unlike the fitted ones; bundles of before have none. */
  readonly familiarity?: string | null;
  /** Lasting id and name of each segment, by the label that the model gives; bundles of before have none. */
  readonly segments?: readonly LastingSegment[];
}

/** One encoder of the study, as fitted. */
export interface EncoderResult {
  readonly method: string;
  /** All of its options. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly use: 'code' | 'reconstruction';
  readonly inputs: number;
  readonly outputs: number;
  /** How it was trained; null for encoders that are computed, not trained. */
  readonly training: TrainingRecord | null;
  /** Only of forests: how well the target was told, and by which columns. */
  readonly forest?: ForestFacts;
  /** File of the fitted state inside the bundle. */
  readonly model: string;
  /** File of the encoder for any ONNX Runtime; null where it is no net. */
  readonly onnx: string | null;
  /** What a row of that file's input is; its columns stand in the file's metadata. Bundles of before have none. */
  readonly onnxInput?: OnnxFront['input'];
}

/** One way to represent the rows, clustered again and again from other seeds. */
export interface GateRow {
  /** 'raw', 'PCA', 'UMAP', or the study's own encoders joined by an arrow. */
  readonly name: string;
  /** Numbers per row. */
  readonly columns: number;
  /** Mean adjusted Rand index between the segments of all pairs of seeds; null when a fit failed. */
  readonly stability: number | null;
  readonly pairs: number;
  /** Mean adjusted Rand index with the groups known beforehand; null without any. */
  readonly agreement: number | null;
  /** Mean silhouette of the segments, measured among the prepared numbers for all alike. */
  readonly silhouette: number | null;
  /** How far near rows were near before, 0…1 (Venna & Kaski 2001); on a sample of the entities. */
  readonly trustworthiness: number | null;
  /** To learn it and to represent all rows once, mean over the seeds; null when nothing was. */
  readonly seconds: number | null;
  /** The study's own representation. */
  readonly chosen: boolean;
  /** Why it could not be fitted. */
  readonly failed?: string;
}

/** Whether a learned encoder is better than doing without it. */
export interface Gate {
  readonly rows: readonly GateRow[];
  readonly seeds: number;
  readonly clusters: number;
  /** Entities that it rests on. */
  readonly entities: number;
  readonly earned: boolean;
  readonly verdict: string;
}

/** A segment that a rule made before clustering. */
export interface DeclaredSegment {
  /** Its number in the assignments, which lasts. */
  readonly segment: number;
  /** 'no activity'. */
  readonly name: string;
  /** The rule as half a sentence. */
  readonly rule: string;
  readonly rows: number;
}

/** What became of the segments of the run before; the report has the details. */
export interface SinceLastRun {
  /** When the bundle before was made. */
  readonly created: string;
  /** Entities in both runs, and of these: in the segment that lasts, and elsewhere. */
  readonly shared: number;
  readonly stayed: number;
  readonly moved: number;
  /** Entities only of the run before, and only of this one. */
  readonly gone: number;
  readonly arrived: number;
  readonly groups: readonly {
    readonly within: string | null;
    /** Over shared entities; null without any. */
    readonly adjustedRand: number | null;
    readonly lasting: readonly number[];
    readonly births: readonly number[];
    readonly deaths: readonly number[];
    readonly splits: readonly { readonly segment: number; readonly into: readonly number[] }[];
    readonly merges: readonly { readonly segment: number; readonly from: readonly number[] }[];
  }[];
  /** Features whose values differ. */
  readonly drifted: readonly string[];
}

export interface Manifest {
  readonly format: typeof BUNDLE_FORMAT;
  readonly created: string;
  readonly versions: Readonly<Record<string, string>>;
  /** The study as resolved: parameters filled in, defaults added. */
  readonly study: Readonly<Record<string, unknown>>;
  readonly source: SourceFacts;
  /** What the study's steps made of the source's rows; bundles without such steps have none. */
  readonly cleaning?: Cleaning;
  readonly entities: number;
  /** Entities without any feature value, which are in no segment. */
  readonly emptyEntities: number;
  readonly schema: FeatureSchema;
  /** What the study left to the data when it was fitted, such as the reference day; fixed for scoring. */
  readonly resolved: {
    readonly until?: string;
    readonly total?: number;
    readonly rfm?: RfmCuts;
    readonly from?: string;
    readonly columns?: readonly string[];
    readonly channels?: readonly string[];
    readonly steps?: number;
  };
  readonly preparation: Preparation;
  /** In the order in which they are applied. */
  readonly encoders: readonly EncoderResult[];
  /** Null when no encoder was trained, or the study left it out. */
  readonly gate: Gate | null;
  /** What the run was told to go by when it is published; what is left out follows from the study. */
  readonly run?: { readonly id?: string; readonly validFrom?: string };
  /** What stands beside the label in the assignments. */
  readonly measure: 'distance' | 'membership';
  readonly groups: readonly GroupResult[];
  /** Segments by a rule instead of clustering, numbered after those found; bundles of before have none. */
  readonly declared?: readonly DeclaredSegment[];
  /** The number for the next new segment: no segment of this bundle or of those before it has had it. */
  readonly nextSegment?: number;
  /** Of a fit that was given the bundle of the run before. */
  readonly since?: SinceLastRun;
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
