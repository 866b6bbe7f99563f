import {
  type ChartDocument,
  criterionLine,
  fixedNumber,
  fullNumber,
  type OptionX,
  optionHeat,
  optionLines,
  percent,
  silhouettePlot,
} from '../charts/index.ts';
import { segmentCode } from '../explain/index.ts';
import type { Detail } from './detail.ts';
import { html, type Markup } from './markup.ts';
import { optionText } from './option-text.ts';
import { panel, trusted, twoWidths } from './panel.ts';
import type {
  GridPoint,
  ReportCriterion,
  ReportGroup,
  ReportSearch,
  ReportSilhouette,
} from './types.ts';
import { type Cell, valuesBehind } from './value-table.ts';
import { strength } from './verdict-words.ts';

/** How the options were chosen, and how well the chosen segments are separated. */
export function choicePanels(document: ChartDocument, group: ReportGroup, detail: Detail): Markup {
  const { search, silhouette } = group;
  const left =
    search === null || search.points.length === 0
      ? fixedPanel(group)
      : searchPanel(document, search);
  const right =
    silhouette === null || silhouette.curves.length === 0
      ? noSilhouette(group)
      : silhouettePanel(
          document,
          silhouette,
          detail,
          (search?.searched.length ?? 0) > 1 ? 1030 : 470,
        );
  // Two grids fill the width; one line shares it with the silhouette plot.
  const wide = search !== null && search.searched.length > 1;
  return html`${wide ? html`${left}${right}` : html`<div class="pair">${left}${right}</div>`}${
    search !== null && search.points.length > 1 && detail.choice
      ? criteriaPanel(document, search)
      : ''
  }${group.agreement.length > 0 ? agreementPanel(group) : ''}`;
}

function fixedPanel(group: ReportGroup): Markup {
  return panel({
    title: 'Options',
    meaning: 'given by the study, not searched',
    body: html`<p>${optionText(group.options)}</p>`,
    read: 'Nothing was compared: other options may fit these rows better or worse.',
  });
}

function searchPanel(document: ChartDocument, search: ReportSearch): Markup {
  const criterion =
    search.criteria.find(({ name }) => name === search.chosenBy) ?? search.criteria[0];
  const chosen = search.chosen === null ? null : search.points[search.chosen];
  const pictures =
    search.searched.length > 1
      ? heats(document, search, criterion)
      : lines(document, search, criterion);
  return panel({
    title: 'How the options were chosen',
    meaning: `${search.points.length} tried; chosen by ${criterion.title}`,
    body: html`${pictures}<p>${choiceSentence(search, criterion, chosen)}</p>${
      search.disagreements.length > 0
        ? html`<ul class="notes plain">${search.disagreements.map((sentence) => html`<li>${sentence}</li>`)}</ul>`
        : ''
    }${pointTable(search)}`,
    read:
      search.searched.length > 1
        ? 'The framed cell was chosen. A good choice lies among good neighbours; a lone good cell is luck.'
        : 'The ringed point was chosen. A flat line means that the choice matters little; a lone peak may be luck.',
    long: true,
  });
}

function choiceSentence(
  search: ReportSearch,
  criterion: ReportCriterion,
  chosen: GridPoint | null,
): string {
  if (chosen === null) return `No point gave a usable ${criterion.title}.`;
  const score = chosen.scores[criterion.name];
  const own = score === null || score === undefined ? 'not defined' : fixedNumber(score, 3);
  const first = `Chosen: ${optionText(chosen.options)}, with ${chosen.clusters} ${chosen.clusters === 1 ? 'segment' : 'segments'}, ${percent(chosen.noiseShare)} noise and ${criterion.title} ${own}.`;
  const next = search.runnersUp.slice(0, 2).map((i) => {
    const point = search.points[i];
    const value = point.scores[criterion.name];
    return `${optionText(point.options)} (${value === null || value === undefined ? '–' : fixedNumber(value, 3)})`;
  });
  return next.length === 0 ? first : `${first} Next: ${next.join(' and ')}.`;
}

function lines(document: ChartDocument, search: ReportSearch, criterion: ReportCriterion): Markup {
  const option = search.searched[0] ?? 'option';
  const label = `${criterion.title} against ${option}.`;
  return twoWidths(
    (width) =>
      optionLines(document, {
        label,
        option,
        score: criterion.title,
        series: [
          {
            name: '',
            chosen: search.chosen,
            points: search.points.map((point) => ({
              x: point.options[option],
              y: point.scores[criterion.name] ?? null,
            })),
          },
        ],
        width,
      }),
    470,
  );
}

function heats(document: ChartDocument, search: ReportSearch, criterion: ReportCriterion): Markup {
  const [xOption, yOption] = twoOptions(search);
  const points = inPlane(search, [xOption, yOption]);
  const noisiest = Math.max(...points.map(({ point }) => point.noiseShare), 0);
  const scores = points.flatMap(({ point }) => point.scores[criterion.name] ?? []);
  const low = Math.min(...scores);
  const high = Math.max(...scores);
  const cell = (point: GridPoint, index: number) => ({
    x: point.options[xOption] as OptionX,
    y: point.options[yOption] as OptionX,
    chosen: index === search.chosen,
  });
  const counts = points.map(({ point, index }) => ({
    ...cell(point, index),
    strength: noisiest === 0 ? 0 : point.noiseShare / noisiest,
    text: String(point.clusters),
  }));
  const worth = points.map(({ point, index }) => {
    const score = point.scores[criterion.name] ?? null;
    const place = score === null ? null : high === low ? 0.5 : (score - low) / (high - low);
    return {
      ...cell(point, index),
      strength: place === null ? null : criterion.better === 'higher' ? place : 1 - place,
      text: score === null ? '–' : fixedNumber(score, 2).replace('0.', '.'),
    };
  });
  const fixed =
    search.searched.length > 2
      ? html`<p class="small muted">${search.searched.length} options were searched; this is the plane through the chosen point.</p>`
      : '';
  const chart = (cells: typeof worth, label: string, ramp: readonly [string, string]) =>
    twoWidths(
      (width) => optionHeat(document, { label, xOption, yOption, cells, ramp, width }),
      470,
    );
  return html`${fixed}<div class="heats"><div><p class="small muted">Number = segments, colour = share of noise</p>${chart(
    counts,
    `Segments and noise by ${xOption} and ${yOption}.`,
    ['0 %', `${percent(noisiest)} noise`],
  )}</div><div><p class="small muted">Number and colour = ${criterion.title}</p>${chart(
    worth,
    `${criterion.title} by ${xOption} and ${yOption}.`,
    ['worst', 'best'],
  )}</div></div>`;
}

/** The two options with most values: across the one with more. */
function twoOptions({ searched, points }: ReportSearch): [string, string] {
  const values = (option: string) => new Set(points.map((point) => point.options[option])).size;
  const sorted = [...searched].sort((a, b) => values(b) - values(a));
  return [sorted[0], sorted[1]];
}

/** The points that share every other option with the chosen one. */
function inPlane(search: ReportSearch, plane: readonly string[]) {
  const anchor = search.points[search.chosen ?? 0];
  const others = search.searched.filter((option) => !plane.includes(option));
  return search.points
    .map((point, index) => ({ point, index }))
    .filter(({ point }) =>
      others.every((option) => point.options[option] === anchor.options[option]),
    );
}

function criteriaPanel(document: ChartDocument, search: ReportSearch): Markup {
  const [across] = twoOptions(search);
  const points = inPlane(search, [across]);
  const chosen = points.findIndex(({ index }) => index === search.chosen);
  const charts = search.criteria.map((criterion) =>
    trusted(
      criterionLine(document, {
        label: `${criterion.title} against ${across}, best on top.`,
        title: criterion.title,
        better: criterion.better,
        option: across,
        points: points.map(({ point }) => ({
          x: point.options[across],
          y: point.scores[criterion.name] ?? null,
        })),
        chosen: chosen < 0 ? null : chosen,
        width: 326,
      }),
    ),
  );
  return panel({
    title: 'Criteria side by side',
    meaning: 'each scaled from its worst to its best value',
    body: html`<div class="multiples">${charts}</div>`,
    read: 'The filled dot is a criterion’s own favourite, the ring what was chosen. Where the favourites lie apart, the data has no one obvious number of segments.',
  });
}

function pointTable(search: ReportSearch): Markup {
  const heads = [
    ...search.searched,
    'Segments',
    'Noise',
    ...search.criteria.map(({ title }) => title),
    'Chosen',
  ];
  const rows = search.points.map((point, i): Cell[] => [
    ...search.searched.map((option) => {
      const value = point.options[option];
      return typeof value === 'number' ? value : String(value);
    }),
    point.clusters,
    percent(point.noiseShare),
    ...search.criteria.map(({ name }) => point.scores[name] ?? null),
    i === search.chosen
      ? 'chosen'
      : search.runnersUp.includes(i)
        ? `next ${search.runnersUp.indexOf(i) + 1}`
        : '',
  ]);
  return valuesBehind(heads, rows);
}

function silhouettePanel(
  document: ChartDocument,
  silhouette: ReportSilhouette,
  detail: Detail,
  wide: number,
): Markup {
  const bands = silhouette.curves.map((curve) => ({
    ...curve,
    code: segmentCode(curve.segment),
    values: thinned(curve.values, detail.steps),
  }));
  const worst = silhouette.curves.filter(({ belowZero }) => belowZero > 0.1);
  const mean = silhouette.mean;
  const label = `Silhouettes by segment: ${bands.map(({ code, mean: own }) => `${code} ${fixedNumber(own, 2)}`).join(', ')}.`;
  const sampled = silhouette.rows < silhouette.of;
  return panel({
    title: 'Silhouette by segment',
    meaning: sampled
      ? `computed on ${fullNumber(silhouette.rows)} of ${fullNumber(silhouette.of)} rows`
      : `computed on ${fullNumber(silhouette.rows)} rows, noise left out`,
    body: html`${twoWidths((width) => silhouettePlot(document, { label, mean, bands, width }), wide)}${
      mean === null
        ? ''
        : html`<p>Structure by this measure: ${strength(mean)}.${worst.length > 0 ? ` More than a tenth of the rows of ${worst.map(({ segment }) => segmentCode(segment)).join(', ')} lie nearer to another segment.` : ''}</p>`
    }${valuesBehind(
      ['Segment', 'Rows', 'Mean', 'Below zero'],
      silhouette.curves.map(({ segment, rows, mean: own, belowZero }) => [
        segmentCode(segment),
        rows,
        own,
        percent(belowZero),
      ]),
    )}`,
    read: 'Each shape is one segment, its rows sorted. 1 = far from all others, 0 = on the border, below 0 = nearer to another segment. Above 0.7 strong, 0.5 reasonable, 0.25 weak.',
    long: true,
  });
}

/** At most `most` of the values, first and last kept. */
function thinned(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values;
  return Array.from(
    { length: most },
    (_, i) => values[Math.round((i * (values.length - 1)) / (most - 1))],
  );
}

function noSilhouette({ explanation }: ReportGroup): Markup {
  return panel({
    title: 'Silhouette by segment',
    meaning: 'not defined here',
    body: html`<p>The silhouette compares a row's own segment with the next one. There ${
      explanation.segments.length === 1
        ? 'is one segment'
        : `are ${explanation.segments.length} segments`
    }, so there is nothing to compare.</p>`,
    read: 'Judge the segment by its size and by how much its features differ from the noise.',
  });
}

const MEASURES: Readonly<Record<string, string>> = {
  ari: 'Adjusted Rand',
  nmi: 'Normalised mutual information',
  ami: 'Adjusted mutual information',
  vMeasure: 'V-measure',
  homogeneity: 'Homogeneity',
  completeness: 'Completeness',
  accuracy: 'Accuracy, best matching',
};

function agreementPanel({ agreement }: ReportGroup): Markup {
  const measures = [...new Set(agreement.flatMap(({ measures }) => Object.keys(measures)))];
  return panel({
    title: 'Agreement with given groups',
    meaning: 'columns that were not used for clustering',
    body: html`<div class="scroll" tabindex="0"><table class="data"><thead><tr><th scope="col">Column</th><th scope="col">Rows</th>${measures.map((m) => html`<th scope="col">${MEASURES[m] ?? m}</th>`)}</tr></thead><tbody>${agreement.map(
      ({ column, rows, measures: values }) =>
        html`<tr><th scope="row">${column}</th><td>${fullNumber(rows)}</td>${measures.map((m) => html`<td>${values[m] === null || values[m] === undefined ? '–' : fixedNumber(values[m], 3)}</td>`)}</tr>`,
    )}</tbody></table></div>`,
    read: 'Adjusted Rand: 1 = the same groups, 0 = no more than by chance. Little agreement is no fault by itself: the column may answer another question.',
  });
}
