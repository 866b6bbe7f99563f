import {
  type ChartDocument,
  compactNumber,
  fullNumber,
  percent,
  seriesBand,
} from '../charts/index.ts';
import {
  type Explanation,
  type SegmentSeries,
  segmentCode,
  type TypicalSeries,
} from '../explain/index.ts';
import { html, type Markup } from './markup.ts';
import { panel, trusted } from './panel.ts';
import { withNoise } from './segment-panels.ts';
import { type Cell, valuesBehind } from './value-table.ts';
import { plural } from './verdict-words.ts';

/** Small multiples in sight; those of more segments are one click away. */
const SHOWN = 12;
/** Samples may reach this much beyond the bands before they are cut off. */
const REACH = 2;

/** What the series of every segment look like. */
export function seriesPanel(
  document: ChartDocument,
  series: TypicalSeries,
  explanation: Explanation,
  entities: string,
): Markup {
  const names = new Map(withNoise(explanation).map((own) => [own.segment, own]));
  const domain = commonDomain(series);
  const chart = (segment: SegmentSeries) => {
    const own = names.get(segment.segment);
    const code = segment.segment < 0 ? 'No segment' : segmentCode(segment.segment);
    const title = segment.segment < 0 || !own ? code : `${code} ${own.name}`;
    const share = own ? ` · ${percent(own.share)}` : '';
    return trusted(
      seriesBand(document, {
        ...segment,
        label: `Typical series of ${code}, ${fullNumber(segment.rows)} ${entities}: median from ${sayEnd(segment.median, 0)} to ${sayEnd(segment.median, -1)}.`,
        title,
        note: `${fullNumber(segment.rows)}${share}`,
        times: series.times,
        bucket: series.bucket,
        domain,
        width: 326,
      }),
    );
  };
  const first = series.segments.slice(0, SHOWN);
  const rest = series.segments.slice(SHOWN);
  const unit = series.unit === '' ? '' : `, ${series.unit}`;
  return panel({
    title: 'Typical series',
    meaning: `${series.channel === '' ? 'values' : series.channel}${unit}${pointWords(series)}`,
    body: html`<div class="multiples">${first.map(chart)}</div>${
      rest.length > 0
        ? html`<details><summary>${plural(rest.length, 'more segment')}</summary><div class="multiples">${rest.map(chart)}</div></details>`
        : ''
    }${medianTable(series)}`,
    read: `The thick line is the median of the segment’s ${entities} at that time, the dark band holds the middle half of them, the pale one the middle 80 %. Thin grey lines are a few ${entities} drawn at random: nobody need look like the median. All on one scale.`,
    long: series.segments.length > 6,
  });
}

/** Points in the folded table. */
const TABLED = 8;

function medianTable({ segments, times, bucket }: TypicalSeries): Markup {
  const points = segments[0]?.median.length ?? 0;
  const wanted = Math.min(TABLED, points);
  const at = Array.from({ length: wanted }, (_, i) =>
    wanted < 2 ? 0 : Math.round((i * (points - 1)) / (wanted - 1)),
  );
  const heads = at.map((p) => times?.[p].slice(0, 16).replace('T', ' ') ?? `step ${p * bucket}`);
  return valuesBehind(
    ['Segment', 'Line', ...heads],
    segments.flatMap((segment) =>
      (['q10', 'median', 'q90'] as const).map((line): Cell[] => [
        segmentCode(segment.segment),
        line === 'median' ? 'median' : line === 'q10' ? '10 % below' : '90 % below',
        ...at.map((p) => segment[line][p]),
      ]),
    ),
  );
}

function pointWords({ bucket, left, times }: TypicalSeries): string {
  if (bucket === 1) return '';
  const rest = left === 0 ? '' : `; the last ${plural(left, 'step')} not drawn`;
  if (times === null || times.length < 2) {
    return `; each point is the mean of ${bucket} steps${rest}`;
  }
  const hours = (Date.parse(times[1]) - Date.parse(times[0])) / 3_600_000;
  const length =
    hours === 168
      ? 'a week'
      : hours === 24
        ? 'a day'
        : hours % 24 === 0
          ? `${hours / 24} days`
          : hours === 1
            ? 'an hour'
            : `${compactNumber(hours)} hours`;
  return `; each point is the mean of ${length}${rest}`;
}

function commonDomain({ segments }: TypicalSeries): readonly [number, number] {
  const all = (lines: readonly (readonly (number | null)[])[]) =>
    lines.flatMap((line) => line.filter((value) => value !== null));
  const bands = all(segments.flatMap(({ q10, q90 }) => [q10, q90]));
  const samples = all(segments.flatMap(({ samples: own }) => own));
  const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), 0);
  const most = (values: readonly number[]) =>
    values.reduce((a, b) => Math.max(a, b), least(values));
  const [low, high] = [least(bands), most(bands)];
  const reach = REACH * (high - low || 1);
  const from = Math.max(least(samples), Math.min(low, high - reach));
  const to = Math.min(most(samples), low + reach);
  const domain = [Math.min(low, from), Math.max(high, to)] as const;
  return domain[1] > domain[0] ? domain : [domain[0], domain[0] + 1];
}

function sayEnd(line: readonly (number | null)[], at: 0 | -1): string {
  const value = line.at(at);
  return value === null || value === undefined ? 'no value' : compactNumber(value);
}
