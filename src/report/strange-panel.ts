import {
  type ChartDocument,
  fixedNumber,
  fullNumber,
  percent,
  seriesAside,
} from '../charts/index.ts';
import {
  type StrangeRow,
  type StrangeSeries,
  segmentCode,
  type TypicalSeries,
} from '../explain/index.ts';
import { type LineKey, lineKeys } from './line-keys.ts';
import { html, type Markup, name } from './markup.ts';
import { panel, trusted } from './panel.ts';
import { seriesDomain } from './series-domain.ts';
import { shortLoss } from './training-words.ts';
import { valueTable } from './value-table.ts';

/** The series unlike the others, each before the band of its segment, so that one can see why. */
export function strangePanel(
  document: ChartDocument,
  strange: StrangeSeries,
  channels: readonly TypicalSeries[],
  includeIds: boolean,
): Markup {
  const { rows, by, of } = strange;
  const domains = channels.map((series, c) =>
    seriesDomain(
      series,
      rows.filter(({ channel }) => channel === c).map(({ values }) => values),
    ),
  );
  const score = (value: number | null) =>
    value === null ? '∞' : by === 'distance' ? `${fixedNumber(value, 1)}×` : fullNumber(value);
  const words = (row: StrangeRow, place: number) =>
    [`#${place + 1}`, sayCode(row), includeIds ? row.key.join(' · ') : '']
      .filter((part) => part !== '')
      .join(' · ');
  const chart = (row: StrangeRow, place: number) => {
    const series = channels[row.channel];
    const band = series.segments.find(({ segment }) => segment === row.beside);
    const none = row.values.map(() => null);
    return trusted(
      seriesAside(document, {
        label: `${words(row, place)}: farthest outside of the band: ${sayWhy(row, series, channels.length > 1)}; ${shortLoss(strange.measure)} ${score(row.score)}.`,
        title: words(row, place),
        note: score(row.score),
        segment: row.beside,
        low: band?.q10 ?? none,
        high: band?.q90 ?? none,
        median: band?.median ?? none,
        values: row.values,
        reconstructed: row.reconstructed,
        stretch:
          row.stretch === null
            ? null
            : [
                Math.floor(row.stretch.from / series.bucket),
                Math.floor(row.stretch.to / series.bucket),
              ],
        domain: domains[row.channel],
        width: 240,
      }),
    );
  };
  return panel({
    title: 'Strangest series',
    meaning: `the ${rows.length} of ${fullNumber(of)} with the largest ${by === 'distance' ? 'distance from their segment' : shortLoss(strange.measure)}${includeIds ? '' : '; keys are left out'}`,
    body: html`${lineKeys(keysOf(strange))}<div class="fours">${rows.map(chart)}</div>${valueTable(
      [
        '#',
        ...(includeIds ? ['Key'] : []),
        'Segment',
        by === 'distance' ? 'Distance, × median' : shortLoss(strange.measure),
        'Outside of the band',
        'Farthest outside',
      ],
      rows.map((row, place) => [
        place + 1,
        ...(includeIds ? [name(row.key.join(' · '), 60)] : []),
        sayCode(row),
        row.score === null ? '∞' : row.score,
        percent(row.outside),
        sayWhy(row, channels[row.channel], channels.length > 1),
      ]),
    )}`,
    read: `${
      by === 'distance'
        ? 'Distance from the centre of the segment where segments were made, in times that of the median row: 1 is as everybody, 4 is four times as far out. '
        : 'The error is how badly the encoder gives the row back: it has seen few like it. '
    }The band holds the middle 80 % of the segment, of a row in no segment that of the nearest one; the red line below marks where the row leaves it most. Look here for faults in the data, and for the few that matter. Some rows are always the strangest: that alone makes none of them wrong.`,
    long: true,
  });
}

function keysOf({ rows }: StrangeSeries): LineKey[] {
  const colour = 'var(--s0)';
  return [
    { name: 'the row', colour: 'var(--ink)', width: 1.4 },
    ...(rows.some(({ reconstructed }) => reconstructed !== null)
      ? [{ name: 'what the encoder gives back', colour: 'var(--accent)', width: 1.3 }]
      : []),
    { name: 'median of its segment', colour, width: 1.3, dash: '3 2.5' },
    { name: 'middle 80 % of its segment', colour, width: 0, band: true, opacity: 0.28 },
    { name: 'farthest outside', colour: 'var(--mark)', width: 3 },
  ];
}

function sayCode({ segment, beside }: StrangeRow): string {
  if (segment >= 0) return segmentCode(segment);
  return beside >= 0 ? `none, beside ${segmentCode(beside)}` : 'none';
}

function sayWhy({ stretch, channel }: StrangeRow, series: TypicalSeries, several: boolean): string {
  if (stretch === null) return 'never';
  const of = several
    ? `${series.channel === '' ? `channel ${channel + 1}` : series.channel}, `
    : '';
  const time = (step: number) => series.times?.[Math.floor(step / series.bucket)]?.slice(0, 10);
  const from = time(stretch.from) ?? `step ${stretch.from}`;
  const to = time(stretch.to) ?? String(stretch.to);
  return `${of}${stretch.side} ${from === to || stretch.from === stretch.to ? `at ${from}` : `from ${from} to ${to}`}`;
}
