import type { ReportData } from './types.ts';

/** How much is drawn per group, so that the page stays small whatever the number of groups. */
export interface Detail {
  readonly entities: string;
  readonly includeIds: boolean;
  /** Features with box plots in sight, and behind a fold. */
  readonly boxes: number;
  readonly moreBoxes: number;
  /** Points of the map. */
  readonly points: number;
  /** Points of the views that can be coloured and turned. */
  readonly viewPoints: number;
  /** Steps of the shape of one segment in the silhouette plot. */
  readonly steps: number;
  /** Tables with every number of every segment and feature. */
  readonly values: boolean;
  /** Criteria side by side. */
  readonly choice: boolean;
}

/** Rows of the tables of all numbers, over the whole page. */
const VALUE_ROWS = 1500;
/** Single boxes, over the whole page; about 300 bytes each. */
const BOXES = 1800;

/** Beyond this many groups each section keeps only what tells it apart. */
const MANY = 12;

export function chooseDetail(data: ReportData, includeIds: boolean): Detail {
  const groups = Math.max(1, data.groups.length);
  const features = data.groups[0]?.explanation.features.length ?? 0;
  const segments = data.groups.reduce(
    (total, { explanation }) => total + explanation.segments.length + (explanation.noise ? 1 : 0),
    0,
  );
  const drawn = Math.min(features, Math.floor(BOXES / Math.max(1, segments)));
  const boxes = Math.min(drawn, groups === 1 ? 12 : groups <= MANY ? 6 : 4);
  return {
    entities: data.entities,
    includeIds,
    boxes,
    moreBoxes: groups <= MANY ? drawn - boxes : 0,
    points: Math.max(400, Math.floor(8000 / (groups + 0.6))),
    viewPoints: Math.max(300, Math.floor(5000 / Math.max(1, groups * 0.7))),
    steps: groups <= 2 ? 80 : groups <= 8 ? 40 : 20,
    values: groups <= MANY && segments * features <= VALUE_ROWS,
    choice: groups <= MANY,
  };
}
