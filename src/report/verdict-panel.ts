import { fixedNumber, fullNumber, percent } from '../charts/index.ts';
import type { Explanation } from '../explain/index.ts';
import { html, type Markup } from './markup.ts';
import type { ReportData } from './types.ts';
import { capital, reportVerdict, silhouetteOf, strength, sum } from './verdict-words.ts';

/** The answer first: a sentence and the key numbers. */
export function verdictPanel(data: ReportData): Markup {
  const { groups } = data;
  const rows = sum(groups.map(({ explanation }) => explanation.rows));
  const noise = sum(groups.map(({ explanation }) => explanation.noise?.rows ?? 0));
  const segments = sum(groups.map(({ explanation }) => explanation.segments.length));
  const features = groups[0] === undefined ? 0 : countFeatures(groups[0].explanation);
  const scores = groups.flatMap((group) => silhouetteOf(group) ?? []);
  const seeds = groups.flatMap(({ seedAgreement }) => seedAgreement ?? []);
  return html`<section class="panel" id="verdict"><p class="verdict">${reportVerdict(data)}</p>
${representationLine(data)}<dl class="kpis">${[
    kpi(capital(data.entities), fullNumber(rows)),
    groups.length > 1 ? kpi('Groups', fullNumber(groups.length), data.within ?? '') : html``,
    kpi('Segments', fullNumber(segments)),
    kpi(
      'In no segment',
      percent(rows === 0 ? 0 : noise / rows),
      `${fullNumber(noise)} ${data.entities}`,
    ),
    kpi('Silhouette', ...silhouetteText(scores, groups.length, data.representation !== undefined)),
    seeds.length === 0
      ? html``
      : kpi(
          'Agreement over seeds',
          fixedNumber(Math.min(...seeds), 2),
          'lowest of three; 1 is the same segments',
        ),
    kpi('Features', fullNumber(features)),
  ]}</dl></section>
`;
}

/** Numbers, and the categories and texts that some segment is described by. */
function countFeatures({ features, segments }: Explanation): number {
  const others = segments.flatMap(({ shares = [] }) => shares.map(({ feature }) => feature));
  return features.length + new Set(others).size;
}

/** What the gate found, and a collapse, belong to the answer. */
function representationLine({ representation }: ReportData): Markup | '' {
  if (representation === undefined) return '';
  const { collapsed, gate } = representation;
  const sentences = [
    ...(collapsed === undefined ? [] : [`Training of the code collapsed. ${collapsed}`]),
    ...(gate === undefined ? [] : [gate.verdict]),
  ];
  if (sentences.length === 0) return '';
  return html`<p>${sentences.join(' ')} <a href="#representation">Representation</a></p>
`;
}

function silhouetteText(
  scores: readonly number[],
  groups: number,
  encoded: boolean,
): [string, string] {
  if (scores.length === 0) return ['–', 'not defined here'];
  const low = Math.min(...scores);
  const high = Math.max(...scores);
  const range = [...new Set([fixedNumber(low, 2), fixedNumber(high, 2)])].join(' – ');
  if (groups === 1) return [range, encoded ? `${strength(low)}; before encoding` : strength(low)];
  if (scores.length < groups) return [range, `defined in ${scores.length} of ${groups} groups`];
  return [range, 'lowest and highest group'];
}

function kpi(label: string, value: string, note = ''): Markup {
  return html`<div><dt>${label}</dt><dd>${value}${note === '' ? '' : html`<small>${note}</small>`}</dd></div>`;
}
