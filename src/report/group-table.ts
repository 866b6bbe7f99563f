import {
  type ChartDocument,
  fixedNumber,
  fullNumber,
  optionLines,
  percent,
} from '../charts/index.ts';
import { html, type Markup, name } from './markup.ts';
import { optionText } from './option-text.ts';
import { panel, twoWidths } from './panel.ts';
import type { ReportData, ReportGroup } from './types.ts';
import { silhouetteOf } from './verdict-words.ts';

/** Lines beyond this many cannot be told apart in one picture. */
const LINES = 8;

/** All groups at a glance: one line each, and their searches in one picture. */
export function groupPanels(document: ChartDocument, data: ReportData): Markup {
  return html`${panel({
    title: `Groups by ${data.within ?? 'group'}`,
    meaning: `${data.groups.length} clustered one by one`,
    body: html`<div class="scroll" tabindex="0"><table class="data sort"><thead><tr><th scope="col">${data.within ?? 'Group'}</th><th scope="col">Rows</th><th scope="col">Segments</th><th scope="col">In no segment</th><th scope="col">Silhouette</th><th scope="col" class="left">Chosen</th></tr></thead><tbody>
${data.groups.map(groupRow)}</tbody></table></div>`,
    read: 'Segments of different groups have nothing to do with each other, even where their numbers are the same.',
    long: true,
  })}${linesPanel(document, data)}`;
}

/** The anchor of a group's section. */
export function groupId(index: number): string {
  return `group-${index + 1}`;
}

function groupRow(group: ReportGroup, index: number): Markup {
  const { rows, segments, noise } = group.explanation;
  const score = silhouetteOf(group);
  return html`<tr><th scope="row"><a href="#${groupId(index)}">${name(group.name ?? '')}</a></th><td>${fullNumber(rows)}</td><td>${segments.length}</td><td>${percent(noise?.share ?? 0)}</td><td>${score === null ? '–' : fixedNumber(score, 3)}</td><td class="left">${optionText(group.options)}</td></tr>\n`;
}

function linesPanel(document: ChartDocument, { groups }: ReportData): Markup {
  const search = groups[0].search;
  const option = search?.searched[0];
  const drawable =
    groups.length <= LINES &&
    search?.searched.length === 1 &&
    option !== undefined &&
    groups.every((group) => group.search?.searched.length === 1);
  if (!drawable) return html``;
  const criterion =
    search.criteria.find(({ name }) => name === search.chosenBy) ?? search.criteria[0];
  const series = groups.map((group) => ({
    name: group.name ?? '',
    chosen: group.search!.chosen,
    points: group.search!.points.map((point) => ({
      x: point.options[option],
      y: point.scores[criterion.name] ?? null,
    })),
  }));
  const label = `${criterion.title} against ${option}, one line per group.`;
  return panel({
    title: `${criterion.title} against ${option}`,
    meaning: 'one line per group; ring = chosen',
    body: twoWidths(
      (width) => optionLines(document, { label, option, score: criterion.title, series, width }),
      1030,
    ),
    read: 'Each group has its own best value. The values are tabled in the section of the group.',
  });
}
