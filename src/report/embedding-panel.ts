import {
  type ChartDocument,
  compactNumber,
  fullNumber,
  percent,
  pointMap,
  segmentColour,
  turnPoints,
} from '../charts/index.ts';
import {
  type EmbeddingView,
  type Explanation,
  type PointSpace,
  segmentCode,
  unpackBytes,
  unpackWords,
} from '../explain/index.ts';
import type { Detail } from './detail.ts';
import { html, type Markup, name } from './markup.ts';
import { panel, trusted } from './panel.ts';
import { withNoise } from './segment-panels.ts';

/** Points in the pictures that stand in where no script runs, and on paper. */
const STILL = 1500;
/** From where the still picture of a space of three axes is seen, in radians; the script starts here too. */
const TURN = 0.6;
const TILT = 0.35;

/**
 * The same points in several spaces, coloured by segment or by a feature; spaces of three axes turn.
 *
 * Without its script the panel is the maps in segment colours.
 */
export function embeddingPanel(
  document: ChartDocument,
  view: EmbeddingView,
  explanation: Explanation,
  detail: Detail,
): Markup {
  // Whole groups of three bytes, so that base64 can be cut.
  const points = cut(Math.min(view.points, detail.viewPoints), view.points);
  const profiles = withNoise(explanation);
  const segments = unpackBytes(head(view.segments, points));
  const deep = view.spaces.some(({ axes }) => axes.length > 2);
  const tabs = [...new Set(view.spaces.flatMap(({ tab }) => tab ?? []))];
  const of =
    points < view.of
      ? `${fullNumber(points)} of ${fullNumber(view.of)} rows, drawn at random`
      : `all ${fullNumber(view.of)} rows`;
  const data = {
    points,
    turn: TURN,
    tilt: TILT,
    segments: head(view.segments, points),
    colours: view.colours.map((colour) =>
      colour.kind === 'number'
        ? {
            codes: head(colour.codes, points),
            low: compactNumber(colour.low),
            high: `${compactNumber(colour.high)}${colour.unit === '' ? '' : ` ${colour.unit}`}`,
          }
        : {
            codes: head(colour.codes, points),
            levels: colour.levels,
            other: colour.other,
          },
    ),
    spaces: view.spaces.map(({ axes, places }) => ({
      axes,
      places: head(places, points * 2 * axes.length),
    })),
  };
  return panel({
    title: view.spaces.length > 1 ? 'Maps' : 'Map',
    meaning: `${of}; the same ${view.spaces.length > 1 ? 'points and colours everywhere' : 'points for every colour'}`,
    body: html`<div class="view" data-view="${JSON.stringify(data)}">
<div class="controls" hidden>${tabs.length > 1 ? tabList(tabs) : ''}<label>Colour by <select>${[
      html`<option value="segment">segment</option>`,
      ...view.colours.map((colour, c) => html`<option value="${c}">${colour.name}</option>`),
    ]}</select></label>${deep ? html`<button type="button" class="turn">Turn</button><button type="button" class="reset">Reset view</button>` : ''}</div>
<div class="${view.spaces.length > 1 ? 'two' : ''}">${view.spaces.map((space) => figure(document, space, segments, points, isWide(space, together(space, view.spaces))))}</div>
<ul class="keys">${profiles.map(
      ({ segment, code, name: title, share }) =>
        html`<li><span class="sw" style="--c:${segmentColour(segment)}"></span><span class="id">${code}</span>&nbsp;<span>${segment < 0 ? 'No segment' : name(title)}</span>&nbsp;<span class="muted">${percent(share)}</span></li>`,
    )}</ul><div class="rampline" hidden><span class="low"></span><span class="ramp" role="img" aria-label="colours from the least to the largest value"></span><span class="high"></span><span class="muted missing">grey: no value</span></div></div>${
      view.coloursLeft > 0
        ? html`<p class="small muted">${fullNumber(view.coloursLeft)} more features cannot be chosen here, to keep the page small.</p>`
        : ''
    }`,
    read: `Each dot is a row. Segments were not made on these maps, and gaps or sizes on them are not distances: dots that overlap here may be far apart in other directions. Numbers are coloured from the 1st to the 99th percentile; what lies beyond has the colour of the end.${deep ? ' Drag a space of three axes, or use the arrow keys on it, to turn it.' : ''}`,
  });
}

/** A switch between maps, for the page's script to show; without it all maps stand below each other. */
function tabList(tabs: readonly string[]): Markup {
  return html`<fieldset class="tabs"><legend>Map</legend>${tabs.map(
    (tab, t) =>
      html`<label><input type="radio" value="${tab}"${t === 0 ? html` checked` : ''}><span>${tab}</span></label>`,
  )}</fieldset>`;
}

/** The spaces that are shown at the same time as one. */
function together({ tab }: PointSpace, spaces: readonly PointSpace[]): PointSpace[] {
  return spaces.filter((other) => other.tab === tab);
}

function figure(
  document: ChartDocument,
  { title, tab, axes, note, places }: PointSpace,
  segments: Uint8Array,
  points: number,
  wide: boolean,
): Markup {
  const deep = axes.length > 2;
  const label = `${title}: map of ${fullNumber(points)} rows, coloured by segment.`;
  const shown = Math.min(points, STILL);
  const words = unpackWords(head(places, points * 2 * axes.length)).subarray(
    0,
    shown * axes.length,
  );
  const common = {
    label,
    code: segmentCode,
    width: wide ? 1030 : 500,
    height: wide ? 520 : 400,
  };
  const turned = deep ? turnPoints(words, TURN, TILT) : null;
  const svg =
    turned === null
      ? pointMap(document, {
          ...common,
          x: Array.from({ length: shown }, (_, i) => words[2 * i]),
          y: Array.from({ length: shown }, (_, i) => words[2 * i + 1]),
          segment: Array.from(segments.subarray(0, shown), (code) => code - 1),
          xTitle: axes[0],
          yTitle: axes[1],
        })
      : pointMap(document, {
          ...common,
          x: turned.x,
          y: turned.y,
          segment: turned.order.map((i) => segments[i] - 1),
          deep: true,
          xTitle: '',
          yTitle: '',
        });
  return html`<figure class="space${deep ? ' deep' : ''}${wide ? ' whole' : ''}"${tab === undefined ? '' : html` data-tab="${tab}"`}><figcaption><b>${title}</b>${deep ? html` · ${axes.join(', ')}` : ''}${note === '' ? '' : html` · ${note}`}</figcaption><div class="stage"><div class="still points">${trusted(svg)}</div></div></figure>
`;
}

/** A space alone has the whole width, and so does one that turns, unless it stands beside a single flat one. */
function isWide(space: PointSpace, spaces: readonly PointSpace[]): boolean {
  if (spaces.length === 1) return true;
  return space.axes.length > 2 && spaces.filter(({ axes }) => axes.length < 3).length !== 1;
}

/** The first bytes of a base64 text. */
function head(text: string, bytes: number): string {
  return bytes % 3 === 0 ? text.slice(0, (bytes / 3) * 4) : text;
}

/** All points, or a whole multiple of three of them. */
function cut(points: number, all: number): number {
  return points >= all ? all : points - (points % 3);
}
