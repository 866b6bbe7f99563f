import { dateText } from './date-text.ts';
import { html, type Markup } from './markup.ts';
import { optionText } from './option-text.ts';
import { panel } from './panel.ts';
import type { ReportData } from './types.ts';

/** Everything needed to judge and to repeat the run. */
export function methodPanels(data: ReportData): Markup {
  const { method, seed, versions, limits, groups } = data;
  const searched = [...new Set(groups.flatMap(({ search }) => search?.searched ?? []))];
  const features = groups[0]?.explanation.features ?? [];
  const facts: (readonly [string, Markup | string])[] = [
    ['Method', html`${method.name}. ${method.meaning}`],
    ['Fixed options', html`<code>${optionText(method.options)}</code>`],
    [
      'Searched options',
      searched.length === 0 ? 'none' : html`<code>${searched.join(', ')}</code>`,
    ],
    [
      'Steps before',
      method.steps.length === 0
        ? 'none'
        : html`${method.steps.map((step, i) => html`${i > 0 ? '; ' : ''}${step}`)}`,
    ],
    ['Seed', String(seed)],
    [
      'Versions',
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ['Made', dateText(data.created)],
  ];
  return html`${panel({
    title: 'Method',
    meaning: 'what was run',
    body: html`<dl class="facts">${facts.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`,
    read: 'The same input, study and versions give the same segments, on any number of threads.',
  })}${panel({
    title: 'Features',
    meaning: `${features.length}, as the segments are explained with`,
    body: html`<div class="scroll" tabindex="0"><table class="data sort"><thead><tr><th scope="col">Feature</th><th scope="col" class="left">Unit</th><th scope="col" class="left">Meaning</th></tr></thead><tbody>
${features.map(({ name, unit, meaning }) => html`<tr><th scope="row">${name}</th><td class="left">${unit}</td><td class="left wrap">${meaning}</td></tr>\n`)}</tbody></table></div>`,
    read: 'Values in this report are in these units, before any scaling.',
    long: true,
  })}${panel({
    title: 'Limits',
    meaning: 'what not to conclude',
    body: html`<ul class="notes plain">${[...limits, ...groups.slice(0, 1).map(({ explanation }) => explanation.caution)].map((limit) => html`<li>${limit}</li>`)}</ul>`,
    read: 'Use a segment for a decision only after checking that it comes back on newer rows.',
  })}`;
}
