import { compactNumber, fixedNumber, fullNumber, percent, segmentColour } from '../charts/index.ts';
import {
  type Explanation,
  type FeatureProfile,
  type SegmentProfile,
  type ShareProfile,
  segmentCode,
} from '../explain/index.ts';
import { breakable, html, type Markup, name } from './markup.ts';
import type { ReportDeclared } from './types.ts';

/** What a card needs to know of everything else. */
export interface Whole {
  /** All rows, those of declared segments included; at least 1. */
  readonly rows: number;
  readonly explanation: Explanation;
  readonly entities: string;
}

/** Features shown in a card. */
const TOP = 3;

/** One segment at a glance: size, sentence, what sets it apart most. */
export function segmentCard(
  segment: SegmentProfile,
  declared: ReportDeclared | undefined,
  { rows, explanation, entities }: Whole,
): Markup {
  const top = strongest(segment, explanation).slice(0, TOP);
  return html`<article class="card${segment.segment < 0 ? ' noise' : ''}" style="--c:${segmentColour(segment.segment)}"><h3><span class="id">${segment.code}</span>${
    segment.segment < 0 ? 'No segment' : name(declared?.name ?? segment.name)
  }</h3>
<p class="size">${fullNumber(segment.rows)} ${entities} · ${percent(segment.rows / rows)}</p>${declared ? ruleLine(declared) : ''}<p class="words">${name(segment.sentence, 400)}</p>
${top.length > 0 ? html`<table class="effects"><tbody>${top.map(effectRow)}</tbody></table>` : ''}</article>
`;
}

/** A segment that a rule made before clustering. */
export function declaredCard(declared: ReportDeclared, { rows, entities }: Whole): Markup {
  return html`<article class="card" style="--c:${segmentColour(declared.segment)}"><h3><span class="id">${segmentCode(declared.segment)}</span>${name(declared.name)}</h3>
<p class="size">${fullNumber(declared.rows)} ${entities} · ${percent(declared.rows / rows)}</p>${ruleLine(declared)}</article>
`;
}

function ruleLine({ rule }: ReportDeclared): Markup {
  return html`<p class="words"><span class="chip">declared</span> ${name(rule, 300)}</p>`;
}

/** One line of a card: a feature, its value here and elsewhere, and how far that sets the segment apart. */
interface Effect {
  readonly title: Markup;
  readonly here: string;
  readonly elsewhere: string;
  /** −1…1. */
  readonly effect: number;
  /** Decides between equal effects. */
  readonly tie: number;
}

function effectRow({ title, here, elsewhere, effect }: Effect): Markup {
  const width = Math.abs(effect) * 50;
  const left = effect < 0 ? 50 - width : 50;
  return html`<tr><td>${title}</td><td class="num">${here} <span class="muted">vs ${elsewhere}</span></td><td><span class="delta" role="img" aria-label="effect ${fixedNumber(effect, 2)}"><i style="left:${left.toFixed(1)}%;width:${width.toFixed(1)}%"></i></span></td></tr>`;
}

/** Numbers, levels and words by how far they set a segment apart; of each column of texts only one. */
function strongest({ features, shares = [] }: SegmentProfile, all: Explanation): Effect[] {
  const units = new Map(all.features.map((feature) => [feature.name, feature.unit]));
  const first = shares.filter(
    ({ feature }, i) => shares.findIndex((other) => other.feature === feature) === i,
  );
  return [
    ...features
      .filter(({ effect }) => effect !== null)
      .map((feature) => numberEffect(feature, units.get(feature.name) ?? '')),
    ...first.map(shareEffect),
  ].sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || b.tie - a.tie);
}

function numberEffect(feature: FeatureProfile, unit: string): Effect {
  const format = unit === 'share' ? percent : compactNumber;
  const say = (value: number | null) => (value === null ? '–' : format(value));
  return {
    title: breakable(feature.name),
    here: say(feature.median),
    elsewhere: say(feature.restMedian),
    effect: feature.effect ?? 0,
    tie: Math.abs(feature.meanDifference ?? 0),
  };
}

function shareEffect({ feature, value, share, restShare, effect }: ShareProfile): Effect {
  return {
    title: html`${breakable(feature)} ${name(value, 24)}`,
    here: percent(share),
    elsewhere: percent(restShare),
    effect,
    tie: 0,
  };
}
