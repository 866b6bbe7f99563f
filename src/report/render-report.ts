import { html, name } from './markup.ts';
import type { ReportData } from './types.ts';

export interface ReportOptions {
  /** Show the keys of typical rows. Off by default: a report is meant to be sent around. */
  readonly includeIds?: boolean;
}

/** The report as one HTML file. */
export function renderReport(data: ReportData, _options: ReportOptions = {}): string {
  const groups = data.groups.map(
    (group) => html`<section><h2>${name(group.name ?? data.entities)}</h2>
<p>${group.verdict}</p>
<ul>${group.explanation.segments.map(
      (segment) =>
        html`<li>${segment.code} ${segment.name}: ${segment.rows} rows. ${segment.sentence}</li>`,
    )}</ul></section>`,
  );
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${data.title}</title></head>
<body><h1>${name(data.title)}</h1><p>${data.verdict}</p>${groups}</body></html>
`.text;
}
