import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BundleError, EngineError } from '../../src/base/index.ts';
import { writeFileWhole } from '../../src/publish/whole-file.ts';
import { writeFolderWhole } from '../../src/publish/whole-folder.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const bundle = (text: string) => (folder: string) => writeFile(join(folder, 'manifest.json'), text);
const manifest = () => readFileSync(join(home, 'out', 'manifest.json'), 'utf8');

test('writeFolderWhole makes parents and leaves nothing beside the folder', async () => {
  await writeFolderWhole(join(home, 'a', 'out'), bundle('1'));
  expect(readdirSync(join(home, 'a'))).toEqual(['out']);
});

test('writeFolderWhole replaces an earlier bundle', async () => {
  await writeFolderWhole(join(home, 'out'), bundle('1'));
  await writeFolderWhole(join(home, 'out'), bundle('2'));
  expect(manifest()).toBe('2');
  expect(readdirSync(home)).toEqual(['out']);
});

test('writeFolderWhole leaves the earlier bundle when writing fails half-way', async () => {
  await writeFolderWhole(join(home, 'out'), bundle('1'));
  const broken = writeFolderWhole(join(home, 'out'), async (folder) => {
    await bundle('2')(folder);
    throw new Error('half-way');
  });
  await expect(broken).rejects.toThrow('half-way');
  expect(manifest()).toBe('1');
  expect(readdirSync(home)).toEqual(['out']);
});

test('writeFolderWhole refuses a folder that is not a bundle and does not touch it', async () => {
  mkdirSync(join(home, 'out'));
  writeFileSync(join(home, 'out', 'thesis.txt'), 'years of work');
  await expect(writeFolderWhole(join(home, 'out'), bundle('1'))).rejects.toThrow(BundleError);
  expect(readdirSync(join(home, 'out'))).toEqual(['thesis.txt']);
});

test('writeFolderWhole refuses a name that is a file', async () => {
  writeFileSync(join(home, 'out'), '');
  await expect(writeFolderWhole(join(home, 'out'), bundle('1'))).rejects.toThrow(/it is a file/);
});

test('writeFileWhole keeps the old file when writing fails', async () => {
  const path = join(home, 'labels.csv');
  writeFileSync(path, 'old');
  await expect(
    writeFileWhole(path, async (made) => {
      await writeFile(made, 'half');
      throw new Error('half-way');
    }),
  ).rejects.toThrow('half-way');
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(home)).toEqual(['labels.csv']);
});

test('writeFolderWhole on a full disk throws EngineError with one sentence and keeps nothing', async (context) => {
  const disk = join(home, 'disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    context.skip('a small disk can be mounted by root only');
  }
  try {
    const write = writeFolderWhole(join(disk, 'out'), (folder) =>
      writeFile(join(folder, 'big'), new Uint8Array(1e6)),
    );
    await expect(write).rejects.toThrow(EngineError);
    await expect(write).rejects.toThrow(/more disk space than is left/);
    expect(readdirSync(disk)).toEqual([]);
    expect(existsSync(join(disk, 'out'))).toBe(false);
  } finally {
    execFileSync('umount', [disk]);
  }
});
