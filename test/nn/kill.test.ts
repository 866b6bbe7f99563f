// A training that is killed, not asked to stop, goes on to the same bits. Runs dist/, as `npm test` builds it.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('train-and-save.js', import.meta.url));

/** Runs the training in a process of its own; kills it after so many milliseconds. The end says whether it was over. */
function runTraining(folder: string, killAfter?: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // The clock starts with the first epoch, not with the process.
    child.stdout.once('data', () => {
      if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (signal === null && code !== 0) reject(new Error(`exit ${code}`));
      else resolve(signal === null);
    });
  });
}

test('train(net) that is killed at any moment and run again ends with the same weights, bit for bit', async () => {
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'clade-kill-')));
  try {
    expect(await runTraining(folders[0])).toBe(true);
    let kills = 0;
    for (let round = 0; round < 4; round++) {
      if (await runTraining(folders[1], 40 + 97 * round)) break;
      kills++;
    }
    if (kills === 4) expect(await runTraining(folders[1])).toBe(true);
    expect(kills).toBeGreaterThan(0);
    const [whole, resumed] = folders.map((folder) => readFileSync(join(folder, 'weights')));
    expect(resumed.equals(whole)).toBe(true);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
