import {
  type ChartDocument,
  featureBoxes,
  fixedNumber,
  fullNumber,
  segmentColour,
  tint,
} from '../charts/index.ts';
import type { Explanation, FeatureProfile, SegmentProfile } from '../explain/index.ts';
import type { Detail } from './detail.ts';
import { breakable, html, type Markup, name } from './markup.ts';
import { panel, trusted } from './panel.ts';
import { declaredCard, segmentCard, type Whole } from './segment-cards.ts';
import { sharePanel } from './share-panel.ts';
import { sizesPanel } from './sizes-panel.ts';
import type { ReportDeclared } from './types.ts';
import { type Cell, valuesBehind, valueTable } from './value-table.ts';
import { plural } from './verdict-words.ts';

/** What the segments are: cards, sizes, the profile table, box plots. */
export function segmentPanels(
  document: ChartDocument,
  explanation: Explanation,
  declared: readonly ReportDeclared[],
  detail: Detail,
): Markup {
  const all = withNoise(explanation);
  const ruled = new Map(declared.map((own) => [own.segment, own]));
  // A declared segment may be profiled like the others, or stand outside of what was clustered.
  const outside = declared.filter(({ segment }) => all.every((own) => own.segment !== segment));
  const sum = [...all, ...outside].reduce((total, own) => total + own.rows, 0);
  const rows = Math.max(1, sum);
  const given: Whole = { rows, explanation, entities: detail.entities };
  return html`<div class="cards">${all.map((segment) => segmentCard(segment, ruled.get(segment.segment), given))}${outside.map((own) => declaredCard(own, given))}</div>
${sizesPanel(document, all, declared, outside, rows)}${explanation.segments.length > 0 && explanation.features.length > 0 ? profilePanel(explanation, all, detail) : ''}${sharePanel(all)}${
  detail.boxes > 0 ? boxesPanel(document, explanation, all, detail) : ''
}${detail.includeIds ? prototypePanel(explanation) : ''}`;
}

export function withNoise({ segments, noise }: Explanation): SegmentProfile[] {
  return noise === null ? [...segments] : [...segments, noise];
}

/** Features in the profile table before the rest is folded away. */
const COLUMNS = 10;

function profilePanel(
  explanation: Explanation,
  all: readonly SegmentProfile[],
  detail: Detail,
): Markup {
  const order = tellingFeatures(explanation);
  const shown = order.slice(0, COLUMNS);
  const head = (j: number) => {
    const { name: title, unit, meaning } = explanation.features[j];
    return html`<th scope="col" title="${meaning}">${breakable(title)}${unit === '' || title.includes(unit) ? '' : html`<br><span class="small">${unit}</span>`}</th>`;
  };
  const row = (segment: SegmentProfile, features: readonly number[]) =>
    html`<tr><th scope="row"><span class="sw" style="--c:${segmentColour(segment.segment)}"></span><span class="id">${segment.code}</span></th><td>${fullNumber(segment.rows)}</td>${features.map(
      (j) => heatCell(segment.features[j]),
    )}</tr>\n`;
  const table = (
    features: readonly number[],
  ) => html`<div class="scroll" tabindex="0"><table class="data heat sort"><thead><tr><th scope="col">Segment</th><th scope="col">Rows</th>${features.map(head)}</tr></thead><tbody>
${all.map((segment) => row(segment, features))}</tbody></table></div>`;
  const rest = order.slice(COLUMNS);
  return panel({
    title: 'Segment profile',
    meaning: 'mean as z-score against all rows; bold = 1 or more; orange above, blue below',
    body: html`${table(shown)}${
      rest.length > 0
        ? html`<details><summary>${plural(rest.length, 'more feature')}</summary>${table(rest)}</details>`
        : ''
    }${detail.values ? numbersTable(all) : ''}`,
    read: `+1 means the segment's mean lies one standard deviation above the mean of all rows. Features that differ most come first. ${explanation.caution}`,
    long: true,
  });
}

function heatCell({ z }: FeatureProfile): Markup {
  if (z === null) return html`<td class="z">–</td>`;
  const text = `${z > 0 ? '+' : ''}${fixedNumber(z, 2)}`;
  const far = Math.abs(z) >= 1 ? ' far' : '';
  return html`<td class="z${far}" style="background:${tint(z)}">${text}</td>`;
}

function numbersTable(all: readonly SegmentProfile[]): Markup {
  const heads = [
    'Segment',
    'Feature',
    'Mean',
    'Sd',
    'Min',
    '25 %',
    'Median',
    '75 %',
    'Max',
    'Missing',
    'Cliff’s delta',
    'Mean difference (sd)',
    'Adjusted p',
  ];
  const rows = all.flatMap(({ code, features }) =>
    features.map((f): Cell[] => [
      code,
      name(f.name),
      f.mean,
      f.sd,
      f.min,
      f.q1,
      f.median,
      f.q3,
      f.max,
      f.missing,
      f.effect,
      f.meanDifference,
      f.adjustedP,
    ]),
  );
  return html`<details><summary>All numbers, in raw units</summary>
<p class="small muted">Cliff’s delta runs from −1 to 1: how much likelier a row of the segment lies above a row outside it than below. p is Mann–Whitney, corrected by Benjamini–Hochberg.</p>${valueTable(heads, rows)}</details>`;
}

/** Features by their largest effect in any segment. */
function tellingFeatures({ features, segments }: Explanation): number[] {
  const most = features.map((_, j) =>
    Math.max(
      ...segments.map((segment) =>
        Math.abs(segment.features[j].effect ?? segment.features[j].z ?? 0),
      ),
      0,
    ),
  );
  return features.map((_, j) => j).sort((a, b) => most[b] - most[a] || a - b);
}

function boxesPanel(
  document: ChartDocument,
  explanation: Explanation,
  all: readonly SegmentProfile[],
  detail: Detail,
): Markup {
  const order = tellingFeatures(explanation);
  const chart = (j: number) => {
    const { name: feature, unit } = explanation.features[j];
    const label = `Box plots of ${feature} by segment; medians: ${all
      .map(({ code, features }) => `${code} ${numberOr(features[j].median, fullNumber)}`)
      .join(', ')}.`;
    const rows = all.map((segment) => ({
      segment: segment.segment,
      code: segment.code,
      box: segment.features[j].box,
    }));
    return trusted(featureBoxes(document, { label, feature, unit, rows, width: 326 }));
  };
  const first = order.slice(0, detail.boxes);
  const rest = order.slice(detail.boxes, detail.boxes + detail.moreBoxes);
  const left = order.length - first.length - rest.length;
  return panel({
    title: 'Features by segment',
    meaning: 'raw units; those that differ most first',
    body: html`<div class="multiples">${first.map(chart)}</div>${
      rest.length > 0
        ? html`<details><summary>${plural(rest.length, 'more feature')}</summary><div class="multiples">${rest.map(chart)}</div></details>`
        : ''
    }${left > 0 ? html`<p class="small muted">${plural(left, 'feature')} not drawn; all are in segments.csv.</p>` : ''}${
      detail.values
        ? valuesBehind(
            [
              'Feature',
              'Segment',
              'Low whisker',
              '25 %',
              'Median',
              '75 %',
              'High whisker',
              'Below',
              'Above',
            ],
            order.slice(0, detail.boxes).flatMap((j) =>
              all.flatMap(({ code, features }): Cell[][] => {
                const { box } = features[j];
                if (box === null) return [];
                return [
                  [
                    name(features[j].name),
                    code,
                    box.low,
                    box.q1,
                    box.median,
                    box.q3,
                    box.high,
                    box.below,
                    box.above,
                  ],
                ];
              }),
            ),
          )
        : ''
    }`,
    read: 'A box holds the middle half of a segment’s rows, the dark line is its median, whiskers end at the last row within 1.5 box lengths. Small numbers at the edge count the rows beyond.',
    long: true,
  });
}

function prototypePanel({ segments, features }: Explanation): Markup {
  const rows = segments.flatMap(({ code, prototypes }) =>
    prototypes.map((prototype): Cell[] => [
      code,
      name(prototype.key.join(' · ')),
      prototype.distance,
      ...prototype.values,
    ]),
  );
  const sampled = segments.filter(({ prototypesFrom, rows: size }) => prototypesFrom < size);
  return panel({
    title: 'Typical rows',
    meaning: 'the rows nearest to the others of their segment, by key',
    body: valueTable(
      ['Segment', 'Key', 'Mean distance', ...features.map((feature) => breakable(feature.name))],
      rows,
    ),
    read: `Real rows, most typical first; values in raw units.${
      sampled.length > 0
        ? ` Sought in a sample in ${sampled.map(({ code, prototypesFrom, rows: size }) => `${code} (${fullNumber(prototypesFrom)} of ${fullNumber(size)} rows)`).join(', ')}.`
        : ''
    }`,
    long: true,
  });
}

function numberOr(value: number | null, format: (value: number) => string): string {
  return value === null ? '–' : format(value);
}
