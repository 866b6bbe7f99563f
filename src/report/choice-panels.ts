import { type ChartDocument, fixedNumber, optionLines, percent } from '../charts/index.ts';
import { criteriaPanel } from './criteria-panel.ts';
import type { Detail } from './detail.ts';
import { elbowChart, elbowSentence, hasElbow } from './elbow.ts';
import { html, type Markup } from './markup.ts';
import { optionText } from './option-text.ts';
import { panel, twoWidths } from './panel.ts';
import { searchHeats } from './search-heats.ts';
import { noSilhouette, silhouettePanel } from './silhouette-panel.ts';
import { spacesPanel } from './spaces-panel.ts';
import type { GridPoint, ReportCriterion, ReportGroup, ReportSearch } from './types.ts';
import { type Cell, valuesBehind } from './value-table.ts';

/** How the options were chosen, and how well the chosen segments are separated. */
export function choicePanels(document: ChartDocument, group: ReportGroup, detail: Detail): Markup {
  const { search, silhouette } = group;
  // Two pictures fill the width; one line shares it with the silhouette plot.
  const wide = search !== null && (search.searched.length > 1 || hasElbow(search));
  const left =
    search === null || search.points.length === 0 || search.searched.length === 0
      ? fixedPanel(group)
      : searchPanel(document, search);
  const right =
    silhouette === null || silhouette.curves.length === 0
      ? noSilhouette(group)
      : silhouettePanel(
          document,
          silhouette,
          detail,
          wide ? 1030 : 470,
          group.scores['silhouette-before-encoding'] != null,
        );
  return html`${wide ? html`${left}${right}` : html`<div class="pair">${left}${right}</div>`}${
    search !== null && search.points.length > 1 && search.searched.length > 0 && detail.choice
      ? criteriaPanel(document, search)
      : ''
  }${group.spaces === undefined ? '' : spacesPanel(group.spaces)}`;
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
      ? searchHeats(document, search, criterion)
      : hasElbow(search)
        ? html`<div class="two">${elbowChart(document, search, 500)}${lines(document, search, criterion, 500)}</div>${elbowSentence(search, criterion.title)}`
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

function lines(
  document: ChartDocument,
  search: ReportSearch,
  criterion: ReportCriterion,
  wide = 470,
): Markup {
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
    wide,
  );
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
