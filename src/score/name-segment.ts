import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BundleError, OptionError, show } from '../base/index.ts';
import {
  type GroupResult,
  lastingSegments,
  type Manifest,
  readManifest,
  rewriteBundle,
} from '../publish/index.ts';
import type { ReportData, ReportGroup, ReportOptions } from '../report/index.ts';
import { name as column, sql } from '../sql/index.ts';
import { Database, viewFile } from '../table/index.ts';

/** Longer names are cut everywhere; nobody reads them. */
const LONGEST = 80;

export interface NamedSegment {
  readonly segment: number;
  /** Null when the name was taken away. */
  readonly name: string | null;
  /** The group that it is in; null where there is one. */
  readonly within: string | null;
}

/**
 * Gives a segment of a bundle a name, in the manifest, the profiles and the report, all or none. The next fit
 * with this bundle as the run before carries it on, because it goes with the number.
 *
 * @param segment its number in the assignments
 * @param name empty to take the name away
 * @param within the group, where the study has several
 * @throws {OptionError} no such segment, a name that another one has, or none that people can read
 */
export async function nameSegment(
  bundle: string,
  segment: number,
  name: string,
  within?: string,
): Promise<NamedSegment> {
  const given = name.trim();
  if (/\p{Cc}/u.test(given) || [...given].length > LONGEST) {
    throw new OptionError(
      `name: a name must be one line of at most ${LONGEST} letters, got ${show(given)}. Choose a shorter one.`,
    );
  }
  const manifest = await readManifest(bundle);
  const place = groupPlace(manifest, within);
  const group = manifest.groups[place];
  const segments = lastingSegments(group);
  const label = segments.findIndex(({ id }) => id === segment);
  if (label < 0) throw new OptionError(noSegment(manifest, group, segment));
  const other = segments.find((own) => own.id !== segment && own.name === given && given !== '');
  if (other !== undefined) {
    throw new OptionError(
      `name: ${show(given)} must be free, but segment ${other.id} has it. Choose another one.`,
    );
  }
  const kept = given === '' ? null : given;
  const renamed = segments.map((own, l) => (l === label ? { ...own, name: kept } : own));
  const changed: Manifest = {
    ...manifest,
    groups: manifest.groups.map((own, g) => (g === place ? { ...own, segments: renamed } : own)),
  };
  const told = await readReport(bundle);
  const report: ReportData = {
    ...told,
    groups: told.groups.map((own, g) => (g === place ? renameIn(own, segment, kept) : own)),
  };
  const shown = report.groups[place].explanation.segments.find((own) => own.segment === segment);
  const { renderReport } = await import('../report/index.ts');
  await using database = await Database.open();
  const text = (content: string) => (path: string) => writeFile(path, content);
  const changes = new Map<string, (path: string) => Promise<void>>([
    ['report.json', text(JSON.stringify(report))],
    ['report.html', text(renderReport(report, manifest.study.report as ReportOptions))],
    ['manifest.json', text(`${JSON.stringify(changed, null, 2)}\n`)],
  ]);
  const profiles = join(bundle, 'segments.csv');
  if (existsSync(profiles) && shown !== undefined) {
    await viewFile(database, profiles, 'profiles');
    const groups = (manifest.study as { cluster: { within?: string } }).cluster.within;
    const own =
      groups === undefined
        ? sql`TRUE`
        : sql`coalesce(${column(groups)}, '') = ${group.within ?? ''}`;
    const rows = sql`SELECT * REPLACE (CASE WHEN segment = ${String(segment)} AND ${own} THEN ${shown.name} ELSE name END AS name) FROM profiles`;
    changes.set('segments.csv', (path) => database.copyTo(rows, path, 'csv'));
  }
  await rewriteBundle(bundle, changes);
  return { segment, name: kept, within: group.within };
}

function groupPlace({ groups, study }: Manifest, within: string | undefined): number {
  if (groups.length === 1 && within === undefined) return 0;
  const place = groups.findIndex((group) => group.within === within);
  if (place >= 0) return place;
  const column = (study as { cluster?: { within?: string } }).cluster?.within;
  const names = groups.map((group) => show(group.within)).slice(0, 8);
  throw new OptionError(
    column === undefined
      ? 'name: the bundle has one group, so --group must be left out.'
      : `name: --group must be a value of ${show(column)}, got ${show(within)}. It may be ${names.join(', ')}${groups.length > 8 ? ', …' : ''}.`,
  );
}

function noSegment({ declared = [] }: Manifest, group: GroupResult, segment: number): string {
  const ruled = declared.find((own) => own.segment === segment);
  if (ruled !== undefined) {
    return `name: segment ${segment} was made by a rule and is called ${show(ruled.name)}; only segments that were found can be named.`;
  }
  const there = lastingSegments(group).map(({ id }) => id);
  return `name: the segment must be one of ${there.join(', ')}, got ${segment}. The column segment of assignments.csv has them.`;
}

async function readReport(bundle: string): Promise<ReportData> {
  try {
    return JSON.parse(await readFile(join(bundle, 'report.json'), 'utf8')) as ReportData;
  } catch (cause) {
    throw new BundleError(
      `report: ${show(bundle)} must hold report.json, but it cannot be read. Fit again.`,
      { cause },
    );
  }
}

function renameIn(group: ReportGroup, segment: number, name: string | null): ReportGroup {
  const { explanation } = group;
  return {
    ...group,
    explanation: {
      ...explanation,
      segments: explanation.segments.map((profile) => {
        if (profile.segment !== segment) return profile;
        const { suggested = profile.name, ...rest } = profile;
        return name === null ? { ...rest, name: suggested } : { ...rest, name, suggested };
      }),
    },
  };
}
