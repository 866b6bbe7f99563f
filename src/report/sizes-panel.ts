import { type ChartDocument, percent, segmentSizes } from '../charts/index.ts';
import { type SegmentProfile, segmentCode } from '../explain/index.ts';
import { html, type Markup, name } from './markup.ts';
import { panel, twoWidths } from './panel.ts';
import type { ReportDeclared } from './types.ts';
import { valuesBehind } from './value-table.ts';

/** Rows per segment, declared ones included. */
export function sizesPanel(
  document: ChartDocument,
  profiles: readonly SegmentProfile[],
  declared: readonly ReportDeclared[],
  outside: readonly ReportDeclared[],
  total: number,
): Markup {
  const rule = new Map(declared.map((own) => [own.segment, own]));
  const all = [
    ...profiles,
    ...outside.map((own) => ({ ...own, code: segmentCode(own.segment) })),
  ].map((own) => ({
    segment: own.segment,
    code: own.code,
    name: rule.get(own.segment)?.name ?? own.name,
    rows: own.rows,
    share: own.rows / total,
  }));
  const label = `Rows per segment: ${all.map(({ code, rows }) => `${code} ${rows}`).join(', ')}.`;
  return panel({
    title: 'Sizes',
    meaning: 'rows per segment and share of all rows',
    body: html`${twoWidths((width) => segmentSizes(document, label, all, width), 1030)}${valuesBehind(
      ['Segment', 'Name', 'Rows', 'Share', ...(declared.length > 0 ? ['Rule'] : [])],
      all.map(({ segment, code, name: title, rows: own, share }) => [
        code,
        name(title),
        own,
        percent(share),
        ...(declared.length > 0 ? [name(rule.get(segment)?.rule ?? '', 300)] : []),
      ]),
    )}`,
    read: 'S and the number are the segment column of the label files. Names are suggestions from the two strongest effects; noise is in no segment.',
  });
}
