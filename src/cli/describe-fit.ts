import { resolve } from 'node:path';
import type { EncoderResult, Manifest } from '../publish/index.ts';
import { describeCleaning } from './describe-cleaning.ts';
import { describeSince } from './describe-since.ts';
import { table } from './table.ts';

/** The outcome of a fit as a few lines for people: a row per clustering, then where the files are. */
export function describeFit(manifest: Manifest, out: string): string {
  const searched = [
    ...new Set(manifest.groups.flatMap((group) => Object.keys(group.grid[0]?.options ?? {}))),
  ];
  const rows = manifest.groups.map((group) => {
    const point = group.choice.chosen === null ? undefined : group.grid[group.choice.chosen];
    return [
      group.within ?? 'all',
      group.rows.toLocaleString('en'),
      String(group.clusters),
      group.sizes.slice(0, 8).join(' ') + (group.sizes.length > 8 ? ' …' : ''),
      String(group.noise),
      ...searched.map((key) => String(point?.options[key] ?? '–')),
      score(point?.scores.silhouette),
      group.choice.strength === 'undefined' ? '–' : group.choice.strength,
    ];
  });
  const head = [
    'group',
    'entities',
    'segments',
    'sizes',
    'noise',
    ...searched,
    'silhouette',
    'structure',
  ];
  const lines = [...describeCleaning(manifest.cleaning?.steps ?? []), table(head, rows), ''];
  for (const { within, grid, choice } of manifest.groups) {
    const point = choice.chosen === null ? undefined : grid[choice.chosen];
    if (point?.withinSquaresBeforeEncoding == null) continue;
    const { scores } = point;
    const encoded = `WSS ${short(point.withinSquares ?? Number.NaN)}, silhouette ${score(scores.silhouette)}`;
    const before = `WSS ${short(point.withinSquaresBeforeEncoding)}, silhouette ${score(scores['silhouette-before-encoding'])}`;
    lines.push(`${within ?? 'all'}: as encoded ${encoded}; among the prepared numbers ${before}`);
  }
  for (const group of manifest.groups) {
    for (const known of group.knownGroups) {
      lines.push(
        `${group.within ?? 'all'}: agreement with ${known.name} ARI ${known.adjustedRand.toFixed(3)}, NMI ${known.normalizedMutualInformation.toFixed(3)} over ${known.rows} entities`,
      );
    }
  }
  for (const { segment, name, rule, rows: count } of manifest.declared ?? []) {
    if (count > 0) {
      lines.push(
        `segment ${segment}, ${name}: ${count.toLocaleString('en')} entities with ${rule}`,
      );
    }
  }
  if (manifest.since) lines.push(...describeSince(manifest.since));
  for (const { method, inputs, outputs, training, forest } of manifest.encoders) {
    const learned = training ? `, ${trained(training)}` : forest ? grown(forest) : '';
    lines.push(`${method}: ${inputs} numbers per entity to ${outputs}${learned}`);
  }
  if (manifest.gate) lines.push(manifest.gate.verdict);
  lines.push(`report  ${resolve(out, 'report.html')}`);
  return lines.join('\n');
}

/** What a forest tells of its target, and the columns that it tells it by. */
function grown({
  task,
  target,
  trainR2,
  outOfBagR2,
  importance,
}: NonNullable<EncoderResult['forest']>): string {
  if (task === 'none') return ' leaves; cuts drawn at random';
  const known = outOfBagR2 === null ? '' : `, ${score(outOfBagR2)} out of bag`;
  const by = importance
    .map(({ column, gain, shuffled }) => ({ column, worth: shuffled ?? gain }))
    .sort((a, b) => b.worth - a.worth)
    .slice(0, 3);
  const what = target ?? 'real rows against made-up ones';
  return ` leaves; ${what} R² ${trainR2 === null ? '–' : score(trainR2)}${known}, by ${by
    .map(({ column, worth }) => `${column} ${score(worth)}`)
    .join(', ')}`;
}

function trained(record: NonNullable<EncoderResult['training']>): string {
  const { loss, epochs, finalLoss, absoluteError, validationRows, trivial } = record;
  const where =
    validationRows > 0
      ? `${validationRows.toLocaleString('en')} entities held out`
      : 'the training entities';
  const own = trivial.map(({ predictor, loss: other }) => `${predictor} ${short(other)}`);
  const lines = [
    `${epochs.length} epochs, ${loss} ${short(finalLoss)} on ${where} (${own.join(', ')})`,
  ];
  if (absoluteError !== undefined && loss !== ABSOLUTE) {
    const absolute = trivial.map(
      ({ predictor, absoluteError: other }) => `${predictor} ${short(other ?? Number.NaN)}`,
    );
    lines.push(`${ABSOLUTE} ${short(absoluteError)} (${absolute.join(', ')})`);
  }
  return lines.join('; ');
}

const ABSOLUTE = 'mean absolute error';

const short = (value: number) => String(Number(value.toPrecision(4)));

/** The same for programs. */
export function summarizeFit(manifest: Manifest, out: string) {
  return {
    out: resolve(out),
    report: resolve(out, 'report.html'),
    cleaning: (manifest.cleaning?.steps ?? []).map(({ step, says, rowsIn, rowsOut, counts }) => ({
      step,
      says,
      rowsIn,
      rowsOut,
      counts,
    })),
    entities: manifest.entities,
    segments: manifest.groups.reduce((sum, group) => sum + group.clusters, 0),
    groups: manifest.groups.map(
      ({ within, rows, clusters, noise, sizes, options, choice, grid, knownGroups }) => ({
        within,
        rows,
        segments: clusters,
        noise,
        sizes,
        options,
        scores: choice.chosen === null ? null : grid[choice.chosen].scores,
        withinSquares: choice.chosen === null ? null : (grid[choice.chosen].withinSquares ?? null),
        withinSquaresBeforeEncoding:
          choice.chosen === null ? null : (grid[choice.chosen].withinSquaresBeforeEncoding ?? null),
        structure: choice.strength,
        verdict: choice.verdict,
        knownGroups,
      }),
    ),
    declared: manifest.declared ?? [],
    encoders: manifest.encoders.map(
      ({ method, options, use, inputs, outputs, training, forest }) => ({
        method,
        options,
        use,
        inputs,
        outputs,
        training,
        forest: forest ?? null,
      }),
    ),
    gate: manifest.gate,
    since: manifest.since ?? null,
    warnings: manifest.warnings,
    seconds: manifest.seconds,
  };
}

function score(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : value.toFixed(3);
}
