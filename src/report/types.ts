/**
 * Everything a report shows, as plain JSON: the bundle can hold it, and the same data gives the same
 * bytes. `null` stands for a number that is not defined.
 */
import type { Warning } from '../base/index.ts';
import type { Comparison } from '../compare/index.ts';
import type { ForestFacts, TrainingRecord } from '../encode/index.ts';
import type {
  CrossTable,
  EmbeddingView,
  ErrorFacts,
  Explanation,
  MapSample,
  Reconstructions,
  SilhouetteCurve,
  StrangeSeries,
  TypicalSeries,
} from '../explain/index.ts';

export type OptionValue = string | number | boolean;

export interface ReportData {
  readonly title: string;
  /** ISO date and time of the fit; given, never read from a clock, so that reports repeat. */
  readonly created: string;
  /** What one row is, in the plural: 'users', 'customers'. */
  readonly entities: string;
  /** One or two plain sentences that answer “is there structure, and how sure?”. Made up when left out. */
  readonly verdict?: string;
  readonly source: ReportSource;
  /** Warnings of the whole fit; those of one group stand in the group. */
  readonly warnings: readonly Warning[];
  /** How rows became short vectors; left out when the features themselves were clustered. */
  readonly representation?: ReportRepresentation;
  /** The column that made the groups, or null when everything was clustered together. */
  readonly within: string | null;
  /** What became of the segments of the run before; left out when there was none. */
  readonly since?: Comparison;
  /** One per value of `within`, or the only one. */
  readonly groups: readonly ReportGroup[];
  readonly method: ReportMethod;
  readonly seed: number;
  /** Program and library versions by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Sentences on what the result must not be used for. */
  readonly limits: readonly string[];
}

export interface ReportSource {
  /** File names or table names, without folders. */
  readonly names: readonly string[];
  readonly rowsRead: number;
  /** Steps on the rows before features were made of them. */
  readonly cleaning?: readonly ReportCleanStep[];
  /** Entities that reached clustering. */
  readonly rowsUsed: number;
  readonly dropped: readonly { readonly reason: string; readonly rows: number }[];
  readonly columns: readonly ReportColumn[];
  /** Other facts for the top strip: period, encoding, size. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/** What one step of cleaning did. */
export interface ReportCleanStep {
  /** 'drop'. */
  readonly step: string;
  /** 'country is Unspecified'. */
  readonly says: string;
  readonly rowsIn: number;
  readonly rowsOut: number;
  /** Cells read, changed, not readable; rows flagged. */
  readonly counts: Readonly<Partial<Record<CleanCount, number>>>;
}

/** What is counted beside rows. */
export type CleanCount = 'read' | 'changed' | 'unreadable' | 'flagged';

/** One column of the source. Never values of a key column. */
export interface ReportColumn {
  readonly name: string;
  readonly type: string;
  /** 'key', 'time', 'value', 'within', 'feature', 'label', 'ignored'. */
  readonly role: string;
  readonly missing: number;
  readonly distinct: number | null;
  /** What was noticed: 'constant', 'looks like an id', … */
  readonly notes: readonly string[];
}

export interface ReportMethod {
  /** The clustering method's name: 'KMeans'. */
  readonly name: string;
  /** One sentence on what it does. */
  readonly meaning: string;
  /** Options fixed by the study; searched ones are in each group's `search`. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** The steps before clustering, in words: 'log1p of total_calls', 'min-max to 0…1'. */
  readonly steps: readonly string[];
}

export interface ReportGroup {
  /** The value of `within`; null for the only group. */
  readonly name: string | null;
  /** The chosen options. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** The chosen point's scores by criterion name. */
  readonly scores: Readonly<Record<string, number | null>>;
  readonly verdict?: string;
  /** How far the segments come back from other seeds: the lowest adjusted Rand index. */
  readonly seedAgreement?: number;
  readonly explanation: Explanation;
  readonly search: ReportSearch | null;
  readonly silhouette: ReportSilhouette | null;
  /** Where there are encoders. */
  readonly spaces?: ReportSpaces;
  readonly map: ReportMap | null;
  /** Typical series per segment, where rows are series. */
  readonly series?: TypicalSeries;
  /** The same of every further channel. */
  readonly otherChannels?: readonly TypicalSeries[];
  /** The series unlike the others of their segment. */
  readonly strange?: StrangeSeries;
  /**
   * One sample of rows in several spaces, coloured by segment or by a feature: spaces of two axes stand
   * side by side (PCA of the input, PCA of the code), spaces of three turn.
   */
  readonly embedding?: EmbeddingView;
  /** Segments that a rule declared before clustering: 'no activity'. */
  readonly declared?: readonly ReportDeclared[];
  /** Agreement with columns that already named groups. */
  readonly agreement: readonly ReportAgreement[];
  readonly warnings: readonly Warning[];
}

export interface ReportCriterion {
  /** The key in `scores`: 'silhouette'. */
  readonly name: string;
  /** For people: 'Silhouette'. */
  readonly title: string;
  readonly better: 'higher' | 'lower';
}

export interface GridPoint {
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly clusters: number;
  /** Rows in no segment, 0…1. */
  readonly noiseShare: number;
  readonly scores: Readonly<Record<string, number | null>>;
}

export interface ReportSearch {
  /** The names of the options that were searched, in the order of the study. */
  readonly searched: readonly string[];
  readonly criteria: readonly ReportCriterion[];
  /** The criterion that chose. */
  readonly chosenBy: string;
  readonly points: readonly GridPoint[];
  /** Index of the chosen point; null when none was usable. */
  readonly chosen: number | null;
  /** Indices of the next best points, best first. */
  readonly runnersUp: readonly number[];
  /** “Davies-Bouldin prefers k = 3, …”: one sentence per disagreement. */
  readonly disagreements: readonly string[];
  /**
   * Sum of squared distances to the centres, one per point; null where there is none. Drawn as the elbow
   * beside the criterion that decides when `clusters` was searched.
   */
  readonly inertias?: readonly (number | null)[];
}

/** One clustering judged in one space; null where a figure is not defined. */
export interface SpaceFigures {
  readonly squares: number | null;
  readonly silhouette: number | null;
}

/** Every setting tried, judged where it was clustered and among the numbers before encoding. */
export interface ReportSpaces {
  readonly points: readonly {
    readonly options: Readonly<Record<string, OptionValue>>;
    readonly clusters: number;
    readonly code: SpaceFigures;
    readonly input: SpaceFigures;
  }[];
  /** Index of the chosen point. */
  readonly chosen: number | null;
}

export interface ReportSilhouette {
  readonly mean: number | null;
  /** Rows the figures were computed on, and rows in segments. */
  readonly rows: number;
  readonly of: number;
  readonly curves: readonly SilhouetteCurve[];
}

export interface ReportMap extends MapSample {
  /** 'PCA'. */
  readonly method: string;
  /** Shares of variance along x and y, 0…1; null where the method has none. */
  readonly explained: readonly [number, number] | null;
}

export interface ReportAgreement {
  readonly column: string;
  readonly rows: number;
  /** By measure: ari, nmi, ami, vMeasure, accuracy. */
  readonly measures: Readonly<Record<string, number | null>>;
  /** Rows by segment and group. */
  readonly table?: CrossTable;
}

/** A segment made by a rule, not by clustering. */
export interface ReportDeclared {
  /** Its number in the label files; when `explanation` profiles it too, the same number there. */
  readonly segment: number;
  /** 'No activity'. */
  readonly name: string;
  /** The rule in words: 'every value of usage is 0'. */
  readonly rule: string;
  readonly rows: number;
}

/** How rows became short vectors, and what that is worth. */
export interface ReportRepresentation {
  /** The encoder's name: 'DenoisingAutoencoder'. */
  readonly encoder: string;
  /** One sentence on what it does. */
  readonly meaning: string;
  /** Numbers per row before and after. */
  readonly inputs: number;
  readonly outputs: number;
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Of a trained encoder. */
  readonly training?: TrainingRecord;
  /** Of a forest among the encoders. */
  readonly forest?: ForestFacts;
  /** A sentence when training collapsed: 'the reconstruction equals the all-zero predictor'. */
  readonly collapsed?: string;
  /** Loss per kind of column, where the encoder treats kinds differently. */
  readonly blocks?: readonly ReportBlockLoss[];
  readonly reconstructions?: Reconstructions;
  /** Errors per row; `heldOut` counts only rows that training never saw. */
  readonly errors?: {
    /** 'mean absolute error'. */
    readonly measure: string;
    readonly all: ErrorFacts;
    readonly heldOut: ErrorFacts | null;
  };
  /** The rows that come back worst, worst first. */
  readonly strangest?: Reconstructions;
  readonly gate?: ReportGate;
}

/** The loss of one block of columns, held-out rows, beside what needs no learning. */
export interface ReportBlockLoss {
  /** The column of the data. */
  readonly name: string;
  readonly kind: 'number' | 'flag' | 'category' | 'text';
  /** Numbers that the encoder sees of it. */
  readonly columns: number;
  /** 'cross-entropy'. */
  readonly loss: string;
  readonly value: number;
  /** The same loss of the best constant. */
  readonly trivial: number | null;
  /** 'most frequent level', 'column mean'. */
  readonly trivialPredictor: string;
}

/** The learned encoder beside what needs no learning, on the same rows with the same clusterer. */
export interface ReportGate {
  readonly rows: readonly ReportGateRow[];
  /** The learned encoder earned its place. */
  readonly earned: boolean;
  /** 'earned its place: …' or 'did not: use PCA'; one or two sentences. */
  readonly verdict: string;
}

export interface ReportGateRow {
  /** 'raw', 'PCA', 'UMAP', 'DenoisingAutoencoder'. */
  readonly name: string;
  /** Numbers per row. */
  readonly components: number;
  /** Mean adjusted Rand index between the labels of different seeds; 1 = the same every time. */
  readonly stability: number | null;
  /** Pairs of seeds that it is the mean of. */
  readonly stabilityPairs: number;
  /** Adjusted Rand index with known groups, where given. */
  readonly agreement: number | null;
  /** Share of neighbours kept, 0…1, where measured. */
  readonly trustworthiness: number | null;
  /** To learn it and encode all rows once. */
  readonly seconds: number | null;
  /** The segments of this report were made from it. */
  readonly chosen: boolean;
}
