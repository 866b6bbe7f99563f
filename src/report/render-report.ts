import { parseHTML } from 'linkedom/worker';
import { DataError } from '../base/index.ts';
import type { ChartDocument } from '../charts/index.ts';
import { agreementPanel } from './agreement-panel.ts';
import { choicePanels } from './choice-panels.ts';
import { dateText } from './date-text.ts';
import { chooseDetail, type Detail } from './detail.ts';
import { embeddingPanel } from './embedding-panel.ts';
import { groupId, groupPanels } from './group-table.ts';
import { mapPanel } from './map-panel.ts';
import { html, type Markup, name } from './markup.ts';
import { methodPanels } from './method-panel.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { pageShell, partLink } from './page-shell.ts';
import { qualityPanels, warningPanel } from './quality-panel.ts';
import { representationPanels } from './representation-panels.ts';
import { segmentPanels } from './segment-panels.ts';
import { seriesPanel } from './series-panel.ts';
import { sincePanels } from './since-panels.ts';
import { strangePanel } from './strange-panel.ts';
import type { ReportData, ReportGroup } from './types.ts';
import { verdictPanel } from './verdict-panel.ts';
import { groupVerdict } from './verdict-words.ts';
import { VIEW_SCRIPT } from './view-script.ts';

export interface ReportOptions {
  /** Show the keys of typical rows. Off by default: a report is meant to be sent around. */
  readonly includeIds?: boolean;
}

/** A page that mail and browsers still handle; a larger one is refused, not sent around. */
const MOST_BYTES = 10_000_000;

/**
 * The report of a fit as one HTML file: opens offline, needs no script, prints, the same bytes for
 * the same data.
 *
 * @throws {DataError} the page would be larger than 10 MB
 */
export function renderReport(data: ReportData, options: ReportOptions = {}): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const detail = chooseDetail(data, options.includeIds ?? false);
  const page = pageFrame(data, [
    html`<h2 id="verdict-title">Verdict</h2>${verdictPanel(data)}`,
    html`<h2 id="data">Data</h2>${qualityPanels(document, data)}`,
    data.since
      ? html`<h2 id="since" class="part">Since the last run</h2>${sincePanels(document, data.since, data.entities)}`
      : html``,
    ...(data.groups.length === 1
      ? onlyGroup(document, data.groups[0], detail)
      : [
          html`<h2 id="groups">Groups</h2>${groupPanels(document, data)}`,
          ...data.groups.map((group, i) => oneOfMany(document, group, i, detail)),
        ]),
    data.representation
      ? html`<h2 id="representation" class="part">Representation</h2>${representationPanels(document, data.representation, detail)}`
      : html``,
    html`<h2 id="method" class="part">Method and limits</h2>${methodPanels(data)}`,
  ]).text;
  const size = Buffer.byteLength(page);
  if (size > MOST_BYTES) {
    throw new DataError(
      `renderReport: the page must stay under 10 MB, got ${(size / 1e6).toFixed(1)} MB for ${data.groups.length} groups. Report fewer groups at a time.`,
    );
  }
  return page;
}

function onlyGroup(document: ChartDocument, group: ReportGroup, detail: Detail): Markup[] {
  return [
    html`<h2 id="segments" class="part">Segments</h2>${groupWarnings(group)}${segmentsOf(document, group, detail)}`,
    hasMap(group) ? html`<h2 id="map">Map</h2>${mapOf(document, group, detail)}` : html``,
    html`<h2 id="choice">How it was chosen</h2>${choicePanels(document, group, detail)}`,
  ];
}

function oneOfMany(
  document: ChartDocument,
  group: ReportGroup,
  index: number,
  detail: Detail,
): Markup {
  return html`<div class="group"><h2 id="${groupId(index)}">${name(group.name ?? '')}</h2>
<p class="verdict">${groupVerdict(group, detail.entities)}</p>
${groupWarnings(group)}${segmentsOf(document, group, detail)}${mapOf(document, group, detail)}${choicePanels(document, group, detail)}</div>
`;
}

function segmentsOf(document: ChartDocument, group: ReportGroup, detail: Detail): Markup {
  const { explanation, declared = [], series, otherChannels = [], strange } = group;
  const channels = series ? [series, ...otherChannels] : [];
  return html`${segmentPanels(document, explanation, declared, detail)}${
    channels.length > 0 ? seriesPanel(document, channels, explanation, detail.entities) : ''
  }${
    channels.length > 0 && strange && strange.rows.length > 0
      ? strangePanel(document, strange, channels, detail.includeIds)
      : ''
  }${group.agreement.length > 0 ? agreementPanel(group) : ''}`;
}

function hasMap({ map, embedding }: ReportGroup): boolean {
  return map !== null || (embedding?.spaces.length ?? 0) > 0;
}

/** The views that can be coloured and turned, or else the one map. */
function mapOf(document: ChartDocument, group: ReportGroup, detail: Detail): Markup | '' {
  const { map, embedding, explanation } = group;
  if (embedding && embedding.spaces.length > 0) {
    return embeddingPanel(document, embedding, explanation, detail);
  }
  return map ? mapPanel(document, map, explanation, detail) : '';
}

function groupWarnings({ warnings }: ReportGroup): Markup | '' {
  return warnings.length > 0 ? warningPanel(warnings) : '';
}

function pageFrame(data: ReportData, parts: readonly Markup[]): Markup {
  const views = data.groups.some(({ embedding }) => embedding);
  const { names } = data.source;
  return pageShell({
    brand: 'clade report',
    title: data.title,
    line: html`${names.length > 0 ? html`${names.join(', ')} · ` : ''}made ${dateText(data.created)} · seed ${data.seed}`,
    navigation: navigation(data),
    parts,
    script: views ? PAGE_SCRIPT + VIEW_SCRIPT : PAGE_SCRIPT,
    version: data.versions.clade ?? '',
  });
}

/** Groups named in the navigation; the table of groups links to all. */
const NAMED = 12;

function navigation(data: ReportData): Markup[] {
  const middle =
    data.groups.length === 1
      ? [
          partLink('segments', 'Segments'),
          ...(hasMap(data.groups[0]) ? [partLink('map', 'Map')] : []),
          partLink('choice', 'How it was chosen'),
        ]
      : [
          partLink('groups', 'Groups'),
          ...data.groups
            .slice(0, NAMED)
            .map((group, i) => partLink(groupId(i), name(group.name ?? '', 24))),
        ];
  return [
    partLink('verdict', 'Verdict'),
    partLink('data', 'Data'),
    ...(data.since ? [partLink('since', 'Since the last run')] : []),
    ...middle,
    ...(data.representation ? [partLink('representation', 'Representation')] : []),
    partLink('method', 'Method and limits'),
  ];
}
