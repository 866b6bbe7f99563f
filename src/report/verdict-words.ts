import { fixedNumber, fullNumber, percent } from '../charts/index.ts';
import type { ReportData, ReportGroup } from './types.ts';

/**
 * The mean silhouette that a group is judged by: among the numbers that went into an encoder where there
 * was one, since its own space flatters; else of its own figures, or of its chosen point.
 */
export function silhouetteOf(group: ReportGroup): number | null {
  return (
    group.scores['silhouette-before-encoding'] ??
    group.silhouette?.mean ??
    group.scores.silhouette ??
    null
  );
}

/**
 * How much a mean silhouette says.
 *
 * Source: Kaufman & Rousseeuw 1990, “Finding Groups in Data”, table 4 of chapter 2.
 */
export function strength(silhouette: number): string {
  if (silhouette > 0.7) return 'strong';
  if (silhouette > 0.5) return 'reasonable';
  if (silhouette > 0.25) return 'weak';
  return 'not substantial';
}

/** One or two plain sentences on what one group's clustering found. */
export function groupVerdict(group: ReportGroup, entities: string): string {
  if (group.verdict !== undefined) return group.verdict;
  const { segments, noise, rows } = group.explanation;
  const all = `${fullNumber(rows)} ${entities}`;
  if (segments.length === 0) {
    return `No segments were found: all ${all} are noise. Nothing here should be used as a segment.`;
  }
  const rest = noise === null ? '' : `; ${percent(noise.share)} fit none`;
  const found = `${all} fall into ${plural(segments.length, 'segment')}${rest}.`;
  if (segments.length === 1) {
    return `${found} One segment has nothing to be compared with, so its separation cannot be scored.`;
  }
  const score = silhouetteOf(group);
  if (score === null) return found;
  return `${found} The structure is ${strength(score)} (mean silhouette ${fixedNumber(score, 2)}).`;
}

/** The same for the whole report. */
export function reportVerdict(data: ReportData): string {
  if (data.verdict !== undefined) return data.verdict;
  const { groups, entities } = data;
  if (groups.length === 1) return groupVerdict(groups[0], entities);
  const rows = sum(groups.map(({ explanation }) => explanation.rows));
  const noise = sum(groups.map(({ explanation }) => explanation.noise?.rows ?? 0));
  const segments = sum(groups.map(({ explanation }) => explanation.segments.length));
  const scored = groups.flatMap((group) => {
    const score = silhouetteOf(group);
    return score === null ? [] : [{ name: group.name ?? '', score }];
  });
  scored.sort((a, b) => b.score - a.score);
  const single = groups.filter(({ explanation }) => explanation.segments.length < 2).length;
  const found = [
    `${fullNumber(rows)} ${entities} in ${groups.length} groups fall into ${plural(segments, 'segment')}${noise === 0 ? '' : `; ${percent(noise / rows)} fit none`}.`,
    ...(single > 0
      ? [
          `In ${single} of ${groups.length} groups fewer than two segments were found, so there is no division to speak of.`,
        ]
      : []),
  ];
  const [first, last] = [scored[0], scored[scored.length - 1]];
  if (scored.length === 1) {
    found.push(
      `In ${first.name} the structure is ${strength(first.score)} (silhouette ${fixedNumber(first.score, 2)}).`,
    );
  } else if (scored.length > 1) {
    found.push(
      `Structure is clearest in ${first.name} (silhouette ${fixedNumber(first.score, 2)}) and weakest in ${last.name} (${fixedNumber(last.score, 2)}).`,
    );
  }
  return found.join(' ');
}

export function plural(count: number, noun: string): string {
  return `${fullNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
