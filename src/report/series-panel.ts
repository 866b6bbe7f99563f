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
import { type LineKey, lineKeys } from './line-keys.ts';
import { html, type Markup, name } from './markup.ts';
import { panel, trusted } from './panel.ts';
import { withNoise } from './segment-panels.ts';
import { seriesDomain } from './series-domain.ts';
import { type Cell, valuesBehind } from './value-table.ts';
import { plural } from './verdict-words.ts';

/** Small multiples in sight; those of more segments are one click away. */
const SHOWN = 12;

/** What the series of every segment look like; of several channels, one row of pictures each. */
export function seriesPanel(
  document: ChartDocument,
  channels: readonly TypicalSeries[],
  explanation: Explanation,
  entities: string,
): Markup {
  const [first] = channels;
  const several = channels.length > 1;
  const unit = first.unit === '' ? '' : `, ${first.unit}`;
  const what = several
    ? `${channels.length} channels`
    : first.channel === ''
      ? 'values'
      : first.channel;
  return panel({
    title: 'Typical series',
    meaning: `${what}${unit}${pointWords(first)}`,
    body: html`${lineKeys(keysOf(first, entities))}${channels.map(
      (series) =>
        html`${several ? html`<h4 class="channel">${name(series.channel)}</h4>` : ''}${multiples(document, series, explanation, entities)}`,
    )}${medianTable(channels)}${lengthTable(first)}`,
    read: `${reading(first, entities)}${several ? ' Each channel has a scale of its own, the same for all segments.' : ' All on one scale.'}`,
    long: several || first.segments.length > 6,
  });
}

function multiples(
  document: ChartDocument,
  series: TypicalSeries,
  explanation: Explanation,
  entities: string,
): Markup {
  const names = new Map(withNoise(explanation).map((own) => [own.segment, own]));
  const domain = seriesDomain(series);
  const chart = (segment: SegmentSeries) => {
    const own = names.get(segment.segment);
    const code = segment.segment < 0 ? 'No segment' : segmentCode(segment.segment);
    const title = segment.segment < 0 || !own ? code : `${code} ${own.name}`;
    const share = own ? ` · ${percent(own.share)}` : '';
    const middle = segment.centre ?? segment.median;
    return trusted(
      seriesBand(document, {
        ...segment,
        medoid: segment.medoid?.values,
        label: `Typical series of ${code}${series.channel === '' ? '' : `, ${series.channel}`}, ${fullNumber(segment.rows)} ${entities}: ${segment.centre ? 'barycentre' : 'median'} from ${sayEnd(middle, 0)} to ${sayEnd(middle, -1)}.`,
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
  return html`<div class="multiples">${first.map(chart)}</div>${
    rest.length > 0
      ? html`<details><summary>${plural(rest.length, 'more segment')}</summary><div class="multiples">${rest.map(chart)}</div></details>`
      : ''
  }`;
}

function keysOf({ centres, segments }: TypicalSeries, entities: string): LineKey[] {
  const colour = 'var(--s0)';
  const middle: LineKey[] =
    centres === undefined
      ? [{ name: 'median', colour, width: 2.25 }]
      : [
          { name: 'barycentre', colour, width: 2.25 },
          { name: 'median', colour, width: 1.3, dash: '3 2.5' },
        ];
  return [
    ...middle,
    { name: 'middle half', colour, width: 0, band: true, opacity: 0.46 },
    { name: 'middle 80 %', colour, width: 0, band: true, opacity: 0.2 },
    ...(segments.some(({ medoid }) => medoid !== undefined)
      ? [{ name: 'medoid, a real one', colour: 'var(--ink)', width: 1.1 }]
      : []),
    { name: `${entities} drawn at random`, colour: 'var(--muted)', width: 0.8, opacity: 0.8 },
  ];
}

function reading(series: TypicalSeries, entities: string): string {
  const { centres, segments } = series;
  const median = `the median of the segment’s ${entities} at that time`;
  const made = segments.some(({ rows }) => centres !== undefined && rows > centres.rows);
  const middle =
    centres === undefined
      ? `The thick line is ${median}.`
      : `The thick line is the ${centres.title} (DBA, steps moved by up to ${percent(centres.window)} of the length): the course that the ${entities} have in common when it may come earlier or later${made ? `; made of at most ${fullNumber(centres.rows)} of a segment, drawn at random` : ''}. The dashed line is ${median}: where it is flatter than the barycentre, the ${entities} differ in when, not in what.`;
  const medoid = segments.some((own) => own.medoid !== undefined)
    ? ` The thin line in black or white is the medoid, the one of the ${entities} that lies nearest to the others of its segment.`
    : '';
  const ragged = segments.some(({ lengths }) => lengths !== undefined)
    ? ` Lengths differ: lines end where their series end, bands where fewer than a quarter of the segment’s ${entities} go on.`
    : '';
  return `${middle}${medoid} Thin grey lines are drawn at random: nobody need look like the middle.${ragged}`;
}

/** Points in the folded table. */
const TABLED = 8;

function medianTable(channels: readonly TypicalSeries[]): Markup {
  const [{ segments, times, bucket, centres }] = channels;
  const points = segments[0]?.median.length ?? 0;
  const wanted = Math.min(TABLED, points);
  const at = Array.from({ length: wanted }, (_, i) =>
    wanted < 2 ? 0 : Math.round((i * (points - 1)) / (wanted - 1)),
  );
  const heads = at.map((p) => times?.[p].slice(0, 16).replace('T', ' ') ?? `step ${p * bucket}`);
  const lines = [
    ['10 % below', 'q10'],
    ['median', 'median'],
    ['90 % below', 'q90'],
    ...(centres === undefined ? [] : [['barycentre', 'centre'] as const]),
  ] as const;
  return valuesBehind(
    [...(channels.length > 1 ? ['Channel'] : []), 'Segment', 'Line', ...heads],
    channels.flatMap((series) =>
      series.segments.flatMap((segment) =>
        lines.map(([title, line]): Cell[] => [
          ...(channels.length > 1 ? [name(series.channel)] : []),
          segmentCode(segment.segment),
          title,
          ...at.map((p) => segment[line]?.[p] ?? null),
        ]),
      ),
    ),
  );
}

/** How long the series of each segment are, where that differs. */
function lengthTable({ segments }: TypicalSeries): Markup | '' {
  const ragged = segments.filter(({ lengths }) => lengths !== undefined);
  if (ragged.length === 0) return '';
  return html`<p class="small muted">Steps, from the shortest to the longest: ${ragged
    .map(
      ({ segment, lengths }) =>
        `${segmentCode(segment)} ${lengths![0] === lengths![1] ? fullNumber(lengths![0]) : `${fullNumber(lengths![0])} to ${fullNumber(lengths![1])}`}`,
    )
    .join(', ')}.</p>`;
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

function sayEnd(line: readonly (number | null)[], at: 0 | -1): string {
  const value = line.at(at);
  return value === null || value === undefined ? 'no value' : compactNumber(value);
}
