import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Warning } from '../../src/base/index.ts';
import { compareBundles } from '../../src/compare/index.ts';
import type { Manifest } from '../../src/publish/index.ts';
import { nameSegment, scoreBundle } from '../../src/score/index.ts';
import { fitStudy, parseStudy } from '../../src/study/index.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const place = (name: string) => join(home, name);

/** Calls of users of three kinds, day by day; the last of them are new. */
function usage(users: number, days: number, from = 0): string {
  const lines = ['user,day,calls'];
  for (let user = from; user < users; user++) {
    for (let day = 0; day < days; day++) {
      const kind = user % 3;
      if (kind === 1 && day % 7 > 1) continue;
      const calls = kind === 0 ? 3 + ((user + day) % 3) : kind === 1 ? 60 + (user % 9) : 400 + user;
      lines.push(`u${user},2026-03-${String(day + 1).padStart(2, '0')},${calls}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const study = (data: string, clusters: string | number, more = '') => `
clade: 1
name: calls
source: ${data}
entity: user
features: { kind: usage, time: day, value: calls }
cluster: { method: KMeans, clusters: ${clusters} }
${more}`;

async function fit(
  text: string,
  out: string,
  previous?: string,
): Promise<{ manifest: Manifest; warnings: readonly Warning[] }> {
  const manifest = await fitStudy(
    { study: parseStudy(text, {}, 'study'), folder: home },
    place(out),
    {},
    { previous: previous === undefined ? undefined : place(previous) },
  );
  return { manifest, warnings: manifest.warnings };
}

const ids = ({ groups }: Manifest) => groups[0].segments!.map(({ id }) => id);
const assigned = (out: string) =>
  new Map(
    readFileSync(place(`${out}/assignments.csv`), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').slice(0, 2) as [string, string]),
  );

describe('fitStudy(…, {previous}) of a usage study, night after night', () => {
  beforeAll(async () => {
    writeFileSync(place('first.csv'), usage(200, 14));
    writeFileSync(place('second.csv'), usage(210, 15));
    await fit(study('first.csv', 3), 'first');
    await nameSegment(place('first'), 1, 'Loyal');
  }, 60_000);

  test('one more day and 5 % new users: numbers and names last', async () => {
    const { manifest } = await fit(study('second.csv', 3), 'second', 'first');
    expect(manifest.since).toMatchObject({ shared: 200, moved: 0, arrived: 10, gone: 0 });
    expect(manifest.since?.groups[0]).toMatchObject({ births: [], deaths: [], adjustedRand: 1 });
    expect(manifest.groups[0].segments?.find(({ id }) => id === 1)?.name).toBe('Loyal');
    const before = assigned('first');
    const after = assigned('second');
    for (const [user, segment] of before) expect(after.get(user)).toBe(segment);
    expect(readFileSync(place('second/segments.csv'), 'utf8')).toContain('1,Loyal,');
    expect(readFileSync(place('second/moved.csv'), 'utf8').trim()).toBe('user,before,after');
    expect(readFileSync(place('second/report.html'), 'utf8')).toContain('Since the last run');
  });

  test('one segment more: it gets a number that none has had; one less: two merge, and no number comes back', async () => {
    const split = await fit(study('second.csv', 4), 'split', 'second');
    expect(split.manifest.since?.groups[0].births).toEqual([3]);
    expect(split.manifest.since?.groups[0].splits).toHaveLength(1);
    expect(split.manifest.since?.groups[0].splits[0].into).toContain(3);
    expect(split.manifest.nextSegment).toBe(4);
    expect(ids(split.manifest).sort()).toEqual([0, 1, 2, 3]);

    const merged = await fit(study('second.csv', 2), 'merged', 'split');
    expect(merged.manifest.since?.groups[0].merges).toHaveLength(1);
    expect(merged.manifest.since?.groups[0].births).toEqual([]);
    expect(merged.manifest.nextSegment).toBe(4);

    const again = await fit(study('second.csv', 4), 'again', 'merged');
    const fresh = again.manifest.since!.groups[0].births;
    expect(fresh.length).toBeGreaterThan(0);
    expect(Math.min(...fresh)).toBeGreaterThanOrEqual(4);
  });

  test('the bundle of before may be the one that is replaced; the first night it need not be there', async () => {
    const first = await fit(study('first.csv', 3), 'nightly', 'nightly');
    expect(first.warnings.map(({ code }) => code)).toContain('no-previous');
    const second = await fit(study('second.csv', 3), 'nightly', 'nightly');
    expect(second.manifest.since).toMatchObject({ shared: 200, moved: 0 });
    await expect(fit(study('first.csv', 3), 'other', 'nowhere')).rejects.toThrow(
      /must be a folder that clade fit left/,
    );
  });

  test('scoring gives the lasting numbers', async () => {
    // Labels go by size; the segment that grew is the first now, and keeps its number.
    writeFileSync(
      place('third.csv'),
      usage(210, 15) +
        usage(330, 15, 210)
          .split('\n')
          .slice(1)
          .filter((line) => Number(/u(\d+)/.exec(line)?.[1]) % 3 === 2)
          .join('\n'),
    );
    const { manifest } = await fit(study('third.csv', 3), 'third', 'second');
    expect(ids(manifest)).not.toEqual([0, 1, 2]);
    await scoreBundle(place('third'), place('third.csv'), place('labels.csv'));
    const scored = readFileSync(place('labels.csv'), 'utf8').trim().split('\n').slice(1);
    const fitted = assigned('third');
    for (const line of scored) {
      const [user, segment] = line.split(',');
      expect(segment).toBe(fitted.get(user));
    }
  });

  test('a named segment that does not last warns', async () => {
    const { warnings } = await fit(study('first.csv', 1), 'one', 'first');
    expect(warnings.find(({ code }) => code === 'named-segment-gone')?.message).toMatch(/"Loyal"/);
  });

  test('other key columns are refused before anything is learned', async () => {
    const other = study('first.csv', 3).replace('entity: user', 'entity: [user, day]');
    await expect(fit(other, 'keys', 'first')).rejects.toThrow(
      /same key columns, got "user" before/,
    );
  });

  test('compareBundles of a bundle with itself moves nobody; of another k it says what split', async () => {
    const same = await compareBundles(place('first'), place('first'));
    expect(same).toMatchObject({ shared: 200, moved: 0, gone: 0, arrived: 0 });
    expect(same.drift.every(({ psi, ks }) => psi === 0 && ks === 0)).toBe(true);
    const movers = place('movers.csv');
    const other = await compareBundles(place('second'), place('split'), {}, { movers });
    expect(other.groups[0].splits).toHaveLength(1);
    const listed = readFileSync(movers, 'utf8').trim().split('\n');
    expect(listed).toHaveLength(other.moved + 1);
    expect(listed[0]).toBe('user,before,after');
  });
});

test('fitStudy(…, {previous}) of groups matches within each, and keeps the declared segment by its rule', async () => {
  const rows = (extra: number) => {
    const lines = ['user,plan,day,calls'];
    for (let user = 0; user < 90 + extra; user++) {
      for (let day = 1; day < 10; day++) {
        const silent = user % 10 === 9;
        const level = user % 2 === 0 ? day : 10 - day;
        const calls = silent ? 0 : level * (1 + (user % 4)) + ((user * 7 + day * 3) % 5);
        lines.push(`u${user},${user % 3 === 0 ? 'big' : 'small'},2026-03-0${day},${calls}`);
      }
    }
    return `${lines.join('\n')}\n`;
  };
  writeFileSync(place('curves-1.csv'), rows(0));
  writeFileSync(place('curves-2.csv'), rows(9));
  const text = (data: string, clusters: number) => `
clade: 1
name: curves
source: ${data}
entity: [user, plan]
features: { kind: series, time: day, value: calls }
cluster: { method: KMeans, clusters: ${clusters}, within: plan }
`;
  const first = await fit(text('curves-1.csv', 2), 'curves-1');
  expect(first.manifest.declared?.map(({ segment }) => segment)).toEqual([2]);
  const second = await fit(text('curves-2.csv', 3), 'curves-2', 'curves-1');
  expect(second.manifest.since?.groups.map(({ within }) => within)).toEqual(['small', 'big']);
  // The rule keeps its number 2; the new segments come after it.
  expect(second.manifest.declared?.map(({ segment }) => segment)).toEqual([2]);
  for (const group of second.manifest.groups) {
    expect(group.segments?.map(({ id }) => id)).not.toContain(2);
    expect(new Set(group.segments?.map(({ id }) => id)).size).toBe(3);
  }
  expect(second.manifest.since?.groups.every(({ births }) => births.every((id) => id >= 3))).toBe(
    true,
  );
});
