import { existsSync } from 'node:fs';
import { join as joinPath, resolve } from 'node:path';
import { BundleError, type Run, show } from '../base/index.ts';
import { lastingSegments, type Manifest } from '../publish/index.ts';
import { join, name, sql } from '../sql/index.ts';
import { type Column, cellText, type Database, viewFile } from '../table/index.ts';
import { ROW, type Side, type SideGroup, type SideSegment } from './side.ts';

/**
 * A bundle as one side of a comparison. Its files are read where they are, column by column.
 *
 * @param as what the names of its views begin with
 * @throws {BundleError} a file is missing or does not fit the manifest
 */
export async function bundleSide(
  database: Database,
  bundle: string,
  manifest: Manifest,
  as: string,
  run: Run,
): Promise<Side> {
  const view = (table: string) => `${as}_${table}`;
  for (const table of ['assignments', 'features', 'prepared']) {
    const file = joinPath(resolve(bundle), `${table}.parquet`);
    if (existsSync(file)) await viewFile(database, file, view(table), ROW);
    else if (table !== 'prepared') {
      throw new BundleError(
        `bundle: ${show(`${table}.parquet`)} must be in ${show(bundle)}, but it is not there. Fit again.`,
      );
    }
  }
  const study = manifest.study as {
    name: string;
    entity?: readonly string[];
    cluster: { within?: string };
  };
  const { within } = study.cluster;
  const keys = manifest.schema.keys;
  const described = await database.describe(view('assignments'));
  if (within !== undefined && described.every((column) => column.name !== within)) {
    throw new BundleError(
      `bundle: assignments in ${show(bundle)} must hold the column ${show(within)}, which an earlier version left out. Fit it again with this one.`,
    );
  }
  const read = async (table: string, columns: readonly string[]) =>
    database.query(
      sql`SELECT ${join(columns.map((column) => name(column)))} FROM ${name(view(table))}`,
      run,
    );
  const wanted = ['segment', ...(within === undefined ? [] : [within])];
  const { columns, rows } = await read('assignments', wanted);
  const groups = groupsOf(manifest, await shownNames(database, bundle, within, view('names'), run));
  const { group, place } = placesOf(columns[0], columns[1], groups, rows);
  const one = async (table: string, column: string) => (await read(table, [column])).columns[0];
  return {
    title: study.name,
    created: manifest.created,
    entities: rows,
    keys,
    keyed: study.entity !== undefined,
    relation: view('assignments'),
    groups,
    group,
    place,
    features: manifest.schema.features.map(({ name: feature, unit, kind = 'number' }) => ({
      name: feature,
      unit,
      kind,
    })),
    preparation: manifest.preparation,
    feature: (column) => one('features', column),
    prepared: existsSync(joinPath(resolve(bundle), 'prepared.parquet'))
      ? (column) => one('prepared', column)
      : null,
    keyColumns: async () => (await read('assignments', keys)).columns,
  };
}

/** Segments found by their label, then those that a rule made. */
function groupsOf(manifest: Manifest, shown: ReadonlyMap<string, string>): SideGroup[] {
  const declared = (manifest.declared ?? []).map(
    ({ segment, name: rule }): SideSegment => ({ segment, name: rule, rule }),
  );
  return manifest.groups.map((group) => ({
    within: group.within,
    segments: [
      ...lastingSegments(group).map(({ id, name: given }) => ({
        segment: id,
        name: given ?? shown.get(JSON.stringify([group.within ?? '', String(id)])) ?? '',
      })),
      ...declared,
    ],
  }));
}

/** The names that the bundle shows, by group and number. */
async function shownNames(
  database: Database,
  bundle: string,
  within: string | undefined,
  as: string,
  run: Run,
): Promise<Map<string, string>> {
  const file = joinPath(resolve(bundle), 'segments.csv');
  if (!existsSync(file)) return new Map();
  const group = within === undefined ? sql`''` : sql`coalesce(${name(within)}, '')`;
  await viewFile(database, file, as);
  const { columns, rows } = await database.query(
    sql`SELECT DISTINCT ${group}, segment, name FROM ${name(as)}`,
    run,
  );
  return new Map(
    Array.from({ length: rows }, (_, i) => [
      JSON.stringify([cellText(columns[0], i), cellText(columns[1], i)]),
      cellText(columns[2], i),
    ]),
  );
}

function placesOf(
  segments: Column,
  within: Column | undefined,
  groups: readonly SideGroup[],
  rows: number,
): { group: Int32Array; place: Int32Array } {
  const group = new Int32Array(rows);
  const place = new Int32Array(rows).fill(-1);
  const groupOf = new Map(groups.map((own, g) => [own.within ?? '', g]));
  const placeOf = groups.map(
    (own) => new Map(own.segments.map(({ segment }, p) => [segment, p] as const)),
  );
  for (let i = 0; i < rows; i++) {
    group[i] = within === undefined ? 0 : (groupOf.get(cellText(within, i)) ?? -1);
    if (group[i] < 0) continue;
    place[i] = placeOf[group[i]].get(segments.values[i] as number) ?? -1;
  }
  return { group, place };
}
