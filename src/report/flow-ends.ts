import type { FlowEnd } from '../charts/index.ts';
import type { Flow, GroupComparison, SegmentFacts } from '../compare/index.ts';
import { segmentCode } from '../explain/index.ts';

/** Two columns of ends and what goes from the one to the other, ready to be drawn. */
export interface Flows {
  readonly left: readonly FlowEnd[];
  readonly right: readonly FlowEnd[];
  readonly flows: readonly { readonly from: number; readonly to: number; readonly size: number }[];
}

/** Segments that last stand in the same order and have the same colour on both sides; none, new and gone are last. */
export function flowEnds({ before, after, matches, flows }: GroupComparison): Flows {
  const partner = new Map(matches.map((match) => [match.after, match.before]));
  const sorted = [...before].sort((a, b) => b.entities - a.entities || a.segment - b.segment);
  const rank = new Map(sorted.map(({ segment }, r) => [segment, r]));
  const place = ({ segment }: SegmentFacts) => {
    const from = partner.get(segment) ?? mainSource(flows, segment);
    return from === undefined ? sorted.length : (rank.get(from) ?? sorted.length);
  };
  const recent = [...after].sort(
    (a, b) =>
      place(a) - place(b) ||
      Number(partner.has(b.segment)) - Number(partner.has(a.segment)) ||
      b.entities - a.entities ||
      a.segment - b.segment,
  );
  const has = (test: (flow: Flow) => boolean) => flows.some(test);
  const left: (FlowEnd & { key: number | null })[] = [
    ...sorted.map((own) => endOf(own, own.segment)),
    ...(has((flow) => flow.before === -1) ? [end(-1, 'none', 'No segment')] : []),
    ...(has((flow) => flow.before === null) ? [end(null, 'new', '')] : []),
  ];
  const right: (FlowEnd & { key: number | null })[] = [
    ...recent.map((own) => endOf(own, colourOf(own.segment, partner, before))),
    ...(has((flow) => flow.after === -1) ? [end(-1, 'none', 'No segment')] : []),
    ...(has((flow) => flow.after === null) ? [end(null, 'gone', '')] : []),
  ];
  const at = (list: typeof left, key: number | null) => list.findIndex((own) => own.key === key);
  return {
    left,
    right,
    flows: flows.map((flow) => ({
      from: at(left, flow.before),
      to: at(right, flow.after),
      size: flow.entities,
    })),
  };
}

function end(key: number | null, code: string, name: string) {
  return { key, code, name, segment: -1 };
}

function endOf({ segment, name }: SegmentFacts, colour: number) {
  return { key: segment, code: segmentCode(segment), name, segment: colour };
}

/** A segment that goes on has the colour of before; a new one its own, unless somebody had that. */
function colourOf(
  segment: number,
  partner: ReadonlyMap<number, number>,
  before: readonly SegmentFacts[],
): number {
  const from = partner.get(segment);
  if (from !== undefined) return from;
  return before.some((own) => own.segment === segment) ? Number.MAX_SAFE_INTEGER : segment;
}

function mainSource(flows: readonly Flow[], segment: number): number | undefined {
  let best: Flow | undefined;
  for (const flow of flows) {
    if (flow.after !== segment || flow.before === null || flow.before < 0) continue;
    if (best === undefined || flow.entities > best.entities) best = flow;
  }
  return best?.before ?? undefined;
}
