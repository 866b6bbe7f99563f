import {
  type ChartDocument,
  fixedNumber,
  flowChart,
  fullNumber,
  percent,
} from '../charts/index.ts';
import type { Comparison, GroupComparison, SegmentFacts } from '../compare/index.ts';
import { segmentCode } from '../explain/index.ts';
import { driftPanel } from './drift-panel.ts';
import { flowEnds } from './flow-ends.ts';
import { html, type Markup, name } from './markup.ts';
import { panel, twoWidths } from './panel.ts';
import { type Cell, valuesBehind, valueTable } from './value-table.ts';

/** Groups that have a picture of their own; the tables have all. */
const DRAWN = 8;

/** Who moved between two runs, what became of the segments, what drifted. */
export function sincePanels(
  document: ChartDocument,
  comparison: Comparison,
  entities: string,
  movers = 'The files moved.csv and moved.parquet name everybody who moved.',
): Markup {
  const { groups } = comparison;
  const drawn = [...groups].sort((a, b) => b.shared - a.shared).slice(0, DRAWN);
  return html`${countsPanel(comparison, entities)}${drawn.map((group) =>
    movesPanel(document, group, entities, movers),
  )}${segmentsPanel(groups, entities)}${driftPanel(comparison, entities)}`;
}

function countsPanel(comparison: Comparison, entities: string): Markup {
  const { before, shared, stayed, moved, gone, arrived, groups, notes } = comparison;
  const share = (part: number) =>
    shared === 0 ? fullNumber(part) : `${fullNumber(part)} (${percent(part / shared)})`;
  const only = groups.length === 1 ? groups[0] : undefined;
  const facts: [string, string][] = [
    ['In both runs', `${fullNumber(shared)} ${entities}`],
    ['Stayed', share(stayed)],
    ['Moved', share(moved)],
    ['New', fullNumber(arrived)],
    ['Gone', fullNumber(gone)],
    ...(only && only.adjustedRand !== null
      ? ([
          ['Adjusted Rand index', fixedNumber(only.adjustedRand, 3)],
          ['Adjusted mutual information', fixedNumber(only.adjustedMutualInformation ?? 0, 3)],
        ] as [string, string][])
      : []),
  ];
  const events = groups.flatMap(eventsOf);
  return panel({
    title: 'Who stayed and who moved',
    meaning: `beside the run of ${before.created.slice(0, 16).replace('T', ' ')} UTC, with ${fullNumber(before.entities)} ${entities}`,
    body: html`<dl class="strip">${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
<ul class="notes plain">${(events.length > 0 ? events : [html`Every segment lasts: none is new, none is gone.`]).map((event) => html`<li>${event}</li>`)}</ul>${
      notes.length > 0
        ? html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`
        : ''
    }`,
    read: 'The adjusted Rand index compares the two clusterings over the entities in both: 1 = the same groups, 0 = no more alike than by chance. Segments keep their numbers where more of their entities are the same than chance gives.',
  });
}

/** What happened to the segments of one group, in sentences. */
function eventsOf(group: GroupComparison): Markup[] {
  const where = group.within === null ? '' : html`${name(group.within)}: `;
  const called = (list: readonly SegmentFacts[], segment: number) => {
    const found = list.find((own) => own.segment === segment);
    return html`<b>${segmentCode(segment)}</b>${found && found.name !== '' ? html` ${name(found.name, 60)}` : ''}`;
  };
  const before = (segment: number) => called(group.before, segment);
  const after = (segment: number) => called(group.after, segment);
  const shares = (parts: { segment: number; share: number }[], say: (segment: number) => Markup) =>
    parts.map(
      ({ segment, share }, i) => html`${i > 0 ? ', ' : ''}${say(segment)} (${percent(share)})`,
    );
  const parts = new Set(group.splits.flatMap((split) => split.parts.map(({ segment }) => segment)));
  const joined = new Set(
    group.merges.flatMap((merge) => merge.parts.map(({ segment }) => segment)),
  );
  return [
    ...group.splits.map(
      ({ segment, parts: into }) =>
        html`${where}${before(segment)} split into ${shares([...into], after)}.`,
    ),
    ...group.merges.map(
      ({ segment, parts: from }) =>
        html`${where}${after(segment)} was made of ${shares([...from], before)}.`,
    ),
    ...group.births
      .filter((segment) => !parts.has(segment))
      .map((segment) => html`${where}${after(segment)} is new.`),
    ...group.deaths
      .filter((segment) => !joined.has(segment))
      .map((segment) => html`${where}${before(segment)} is gone.`),
  ];
}

function movesPanel(
  document: ChartDocument,
  group: GroupComparison,
  entities: string,
  movers: string,
): Markup {
  const { left, right, flows } = flowEnds(group);
  if (flows.length === 0) return html``;
  const of = group.within === null ? '' : ` of ${group.within}`;
  const label = `Where ${entities}${of} were before and are now: ${flows
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size)
    .slice(0, 12)
    .map(({ from, to, size }) => `${left[from].code} to ${right[to].code} ${size}`)
    .join(', ')}.`;
  const count = (i: number, j: number) =>
    flows.find(({ from, to }) => from === i && to === j)?.size ?? 0;
  return panel({
    title: `From segment to segment${of}`,
    meaning: `${fullNumber(group.moved)} of ${fullNumber(group.shared)} ${entities} in both runs moved`,
    body: html`${twoWidths(
      (width) =>
        flowChart(document, {
          label,
          left,
          right,
          flows,
          leftTitle: 'before',
          rightTitle: 'now',
          width,
        }),
      1030,
    )}${valuesBehind(
      ['From', ...right.map((end) => html`to ${end.code}`)],
      left.map((end, i): Cell[] => [end.code, ...right.map((_, j) => count(i, j))]),
    )}`,
    read: `Each band is as thick as the number of ${entities} that went that way. “none” are those in no segment, “new” and “gone” those of only one run. ${movers}`,
  });
}

function segmentsPanel(groups: readonly GroupComparison[], entities: string): Markup {
  const grouped = groups.some(({ within }) => within !== null);
  const renumbered = groups.some(({ matches }) => matches.some((own) => own.before !== own.after));
  const rows = groups.flatMap((group) =>
    group.matches.map((match): Cell[] => {
      const old = group.before.find(({ segment }) => segment === match.before);
      const own = group.after.find(({ segment }) => segment === match.after);
      return [
        ...(grouped ? [name(group.within ?? '')] : []),
        segmentCode(match.after),
        ...(renumbered ? [segmentCode(match.before)] : []),
        name(own?.name ?? '', 50),
        old?.entities ?? null,
        own?.entities ?? null,
        match.common,
        match.by === 'overlap' ? fixedNumber(match.kappa, 3) : '–',
        match.by === 'overlap'
          ? 'shared entities'
          : match.by === 'rule'
            ? 'its rule'
            : `its place (${percent(match.distance ?? 0)} of the way)`,
      ];
    }),
  );
  if (rows.length === 0) return html``;
  return panel({
    title: 'Segments that last',
    meaning: `${rows.length}, with what told so`,
    body: valueTable(
      [
        ...(grouped ? ['Group'] : []),
        'Segment',
        ...(renumbered ? ['Was'] : []),
        'Name',
        'Before',
        'Now',
        'Common',
        'Kappa',
        'Known by',
      ],
      rows,
    ),
    read: `Kappa is the overlap with chance taken out: 1 = the same ${entities}, 0 = no more than by chance. Where too few are in both runs, a segment is known by its place among the features: how far its centre moved, of half the way to the next segment.`,
    long: true,
  });
}
