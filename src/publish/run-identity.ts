import { createHash } from 'node:crypto';
import { OptionError, show } from '../base/index.ts';
import type { Manifest } from './manifest.ts';

/** What a published run goes by. */
export interface RunIdentity {
  /** The same for the same study on the same data. */
  readonly runId: string;
  /** From when its segments hold: 'YYYY-MM-DD HH:MM:SS', UTC. */
  readonly validFrom: string;
  /** True when neither the study nor the user said a day, so that the time of fitting stands for it. */
  readonly byClock: boolean;
}

export interface IdentityWishes {
  readonly runId?: string;
  /** A day, or a moment in UTC: 2024-12-31, 2024-12-31T06:00. */
  readonly validFrom?: string;
}

/**
 * The run's id and the day it holds from: as wished, else as the fit was told, else a hash of the study and its
 * data, and the study's reference day.
 *
 * @throws {OptionError} a run id that no path or database should hold, or a day that is none
 */
export function runIdentity(manifest: Manifest, wishes: IdentityWishes = {}): RunIdentity {
  const runId = wishes.runId ?? manifest.run?.id ?? hashRun(manifest);
  checkRunId(runId);
  const { until: asked } = (manifest.study.features ?? {}) as { until?: string };
  const day = wishes.validFrom ?? manifest.run?.validFrom ?? manifest.resolved.until ?? asked;
  return {
    runId,
    validFrom: readMoment(day ?? manifest.created),
    byClock: day === undefined,
  };
}

/** @throws {OptionError} */
export function checkRunId(runId: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(runId)) return;
  throw new OptionError(
    `publish: the run id must be up to 100 letters, digits, dots, hyphens and underscores, got ${show(runId)}. Write it like 2024-12-31.`,
  );
}

/**
 * A day or a moment as databases write it, in UTC.
 *
 * @throws {OptionError} it is none
 */
export function readMoment(text: string): string {
  const form = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;
  const zoned = /([Zz]|[+-]\d\d:?\d\d)$/.test(text.slice(10)) || text.length === 10;
  const moment = new Date(zoned ? text : `${text.replace(' ', 'T')}Z`);
  // 2024-02-31 would become the 2nd of March.
  const sameDay = text.length > 10 || moment.toJSON()?.startsWith(text);
  if (form.test(text) && !Number.isNaN(moment.getTime()) && sameDay) {
    return moment.toISOString().slice(0, 19).replace('T', ' ');
  }
  throw new OptionError(
    `publish: valid-from must be a day or a moment such as 2024-12-31 or 2024-12-31T06:00, got ${show(text)}.`,
  );
}

function hashRun(manifest: Manifest): string {
  return hash([studyFingerprint(manifest), manifest.source.fingerprint.sha256]);
}

/** A hash of what the study says of results; where they go and how they are shown does not change them. */
export function studyFingerprint({ study }: Manifest): string {
  const { publish: _, report: __, parameters: ___, ...telling } = study;
  return hash(sorted(telling));
}

const hash = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
