import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { compileString } from 'assemblyscript/asc';
import { beforeAll, expect, test } from 'vitest';
import { AbortedError, CladeError, OptionError, Run } from '../../src/base/index.ts';
import { Compute, openCompute } from '../../src/compute/compute.ts';
import { Engine, MAX_LANES } from '../../src/compute/engine.ts';
import { openHost } from '../../src/compute/host.ts';

// Kernels that misbehave on purpose, run by the real pool.
const source = `
  function work(): void {
    for (let i = 0; i < 20000; i++) store<i32>(0, load<i32>(0) + 1);
  }
  /** Which lane took the chunk, plus a tag. */
  export function lanes(out: usize, tag: i32, begin: i32, end: i32, chunk: i32, lane: i32): void {
    work();
    store<i32>(out + (<usize>chunk << 2), tag + lane);
  }
  export function tag(out: usize, tag: i32, begin: i32, end: i32, chunk: i32, lane: i32): void {
    for (let i = begin; i < end; i++) store<i32>(out + (<usize>i << 2), tag + i);
  }
  /** Traps on lanes from \`first\` on and up to \`last\`. */
  export function trap(first: i32, last: i32, begin: i32, end: i32, chunk: i32, lane: i32): void {
    work();
    if (lane >= first && lane <= last) unreachable();
  }
  export function fill(out: usize, bytes: i32, begin: i32, end: i32, chunk: i32, lane: i32): void {
    work();
    memory.fill(out + <usize>begin * <usize>bytes, 7, <usize>(end - begin) * <usize>bytes);
  }`;

let engine: Engine;
const on = (threads: number) => new Compute(engine, threads);

beforeAll(async () => {
  const { binary, stderr } = await compileString(source, {
    optimizeLevel: 3,
    runtime: 'stub',
    importMemory: true,
    sharedMemory: true,
    initialMemory: 16,
    maximumMemory: 65536,
    memoryBase: 1024,
    enable: ['threads', 'bulk-memory'],
  });
  if (!binary) throw new Error(stderr.toString());
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const { startThread } = await openHost();
  engine = new Engine(await WebAssembly.compile(binary), memory, true, startThread);
});

/** The lanes that took part in one job of 200 chunks. */
function lanesOf(compute: Compute): Set<number> {
  using scope = compute.scope();
  const out = scope.i32(200);
  compute.run('lanes', 200, 1, [out.at, 100]);
  return new Set(out.copy());
}

/** Waits until lane 1 has come up; workers start in the background. */
async function warm(): Promise<void> {
  for (let i = 0; i < 500; i++) {
    if (lanesOf(on(2)).has(101)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('no worker took a chunk in five seconds');
}

test('Compute.run() on 2 threads shares the chunks between the caller and a worker', async () => {
  await warm();
  expect([...lanesOf(on(1))]).toEqual([100]);
});

test('Compute.run() uses no lane at or above its threads, also after a job with more', async () => {
  await warm();
  lanesOf(on(4));
  for (let i = 0; i < 50; i++) {
    for (const lane of lanesOf(on(2))) expect(lane).toBeLessThan(102);
  }
});

/** How many of up to 500 jobs it takes until three have trapped; which thread takes a chunk is chance. */
function trapThrice(threads: number, first: number, last: number): number {
  for (let job = 1, trapped = 0; job <= 500; job++) {
    try {
      on(threads).run('trap', 200, 1, [first, last]);
    } catch (error) {
      expect(error).not.toBeInstanceOf(CladeError);
      expect((error as Error).message).toMatch(/must not trap/);
      expect((error as Error).message).toMatch(/^compute: kernel trap must not trap/);
      if (++trapped === 3) return job;
    }
    // No flag is left behind, neither by this thread nor by workers that trapped beside it.
    on(threads).run('trap', 200, 1, [-1, -1]);
  }
  return Number.POSITIVE_INFINITY;
}

test.each([
  ['a worker', 2, 1, MAX_LANES],
  ['the only thread', 1, 0, 0],
  ['the calling thread of 2', 2, 0, 0],
  ['the calling thread of 4', 4, 0, 0],
  ['every thread of 2', 2, 0, MAX_LANES],
])(
  'a kernel that traps in %s is a fault of ours, and the next job runs',
  async (_, threads, first, last) => {
    await warm();
    expect(trapThrice(threads, first, last)).toBeLessThanOrEqual(500);
    await warm();
  },
);

test('Compute.call() of a kernel that traps is a fault of ours', () => {
  expect(() => on(1).call('trap', 0, 0, 0, 1, 0, 0)).toThrow(/must not trap/);
});

test('20,000 short jobs that differ in rows, tag and threads each write their own rows only', async () => {
  await warm();
  const compute = [on(1), on(2), on(3), on(4)];
  using scope = compute[0].scope();
  const out = scope.i32(40);
  const view = out.view;
  let wrong = 0;
  for (let job = 0; job < 20_000; job++) {
    const rows = 1 + ((job * 7) % 40);
    view.fill(-1);
    compute[job % 4].run('tag', rows, 1 + (job % 3), [out.at, job * 50]);
    for (let i = 0; i < 40; i++) if (view[i] !== (i < rows ? job * 50 + i : -1)) wrong++;
  }
  expect(wrong).toBe(0);
});

test('memory that grew while workers slept is theirs too, up to its last byte', async () => {
  await warm();
  using scope = on(2).scope();
  for (let round = 0; round < 5; round++) {
    const rows = 100;
    const bytes = 20_000 + round * 5000;
    const out = scope.u8(rows * bytes);
    on(2).run('fill', rows, 1, [out.at, bytes]);
    expect(out.view.every((value) => value === 7)).toBe(true);
  }
});

test('callers that take turns in the event loop do not disturb each other', async () => {
  const caller = async (tag: number) => {
    const run = new Run();
    for (let i = 0; i < 50; i++) {
      using scope = on(2).scope();
      const out = scope.i32(100);
      on(2).run('tag', 100, 3, [out.at, tag]);
      await new Promise((resolve) => setImmediate(resolve));
      await run.pause();
      const right = Int32Array.from({ length: 100 }, (_, row) => tag + row);
      expect(out.copy()).toEqual(right);
    }
  };
  await Promise.all([0, 1000, 2000, 3000].map(caller));
});

test('a loop of jobs stops on request, and the pool still works', async () => {
  const run = new Run({ signal: AbortSignal.timeout(30) });
  const loop = async () => {
    for (;;) {
      lanesOf(on(2));
      await run.pause();
    }
  };
  await expect(loop()).rejects.toThrow(AbortedError);
  await warm();
});

test('Compute.run() refuses kernels, chunks and row counts that cannot be', () => {
  expect(() => on(1).run('gone', 1, 1, [])).toThrow(/no kernel gone/);
  expect(() => on(1).run('tag', 10, 0, [0, 0])).toThrow(RangeError);
  expect(() => on(1).run('tag', 10, 1.5, [0, 0])).toThrow(RangeError);
  expect(() => on(1).run('tag', 2 ** 31, 1, [0, 0])).toThrow(RangeError);
  expect(() => on(1).run('tag', 1, 1, new Array(33).fill(0))).toThrow(RangeError);
});

test('openCompute() has at most 64 threads, and one in a host without shared memory', async () => {
  expect((await openCompute(1000)).threads).toBe(MAX_LANES);
  expect((await openCompute(3)).threads).toBe(3);
  expect((await openCompute(3, false)).threads).toBe(1);
  for (const threads of [0, 1.5, Number.NaN, -1]) {
    await expect(openCompute(threads)).rejects.toThrow(OptionError);
  }
});

// Runs on dist/, in a process of its own.
const program = (last: string) =>
  `
  import { openCompute } from './dist/compute/index.js';
  const compute = await openCompute(4);
  using scope = compute.scope();
  const [out, x] = [scope.f64(400), scope.f32(400)];
  for (let i = 0; i < 20; i++) {
    compute.run('columnSums', 100, 1, [out.at, x.at, 4]);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  ${last}`.replaceAll('using scope', 'const scope');

test.each([
  ['ends', '', 0],
  ['calls process.exit(3)', 'process.exit(3);', 3],
  ['throws', "throw new Error('own');", 1],
])('a process whose workers sleep %s without hanging', async (_, last, code) => {
  const child = promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', program(last)],
    { timeout: 20_000 },
  );
  const ended = await child.then(
    ({ stderr }) => ({ code: 0, stderr }),
    (error: { code: number; stderr: string }) => error,
  );
  expect(ended.code).toBe(code);
  expect(ended.stderr).not.toContain('Worker');
});
