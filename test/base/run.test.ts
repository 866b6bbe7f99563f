import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { AbortedError, type Progress, Run, type RunContext } from '../../src/base/index.ts';

const busy = (milliseconds: number) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

test('Run.warn() keeps the warning for the model and hands it to the caller', () => {
  const heard: string[] = [];
  const run = new Run({ warn: (code, message) => heard.push(`${code}: ${message}`) });
  run.warn('constant', 'Column a is constant.');
  expect(run.warnings).toEqual([{ code: 'constant', message: 'Column a is constant.' }]);
  expect(heard).toEqual(['constant: Column a is constant.']);
});

test('Run.progress() hands stage, done and total to the caller; nobody need listen', () => {
  const heard: Progress[] = [];
  new Run({ onProgress: (progress) => heard.push(progress) }).progress('fit', 1, 3);
  new Run().progress('fit', 2, 3);
  expect(heard).toEqual([{ stage: 'fit', done: 1, total: 3 }]);
});

test('new Run(run) as the context of an inner call passes on threads, signal, progress and warnings', async () => {
  const heard: string[] = [];
  const controller = new AbortController();
  const outer = new Run({
    threads: 3,
    signal: controller.signal,
    warn: (code) => heard.push(code),
    onProgress: ({ stage }) => heard.push(stage),
  });
  const inner = new Run(outer);
  inner.warn('w', 'w');
  inner.progress('p', 0, 1);
  expect(heard).toEqual(['w', 'p']);
  expect(outer.warnings).toEqual(inner.warnings);
  expect(inner.threads).toBe(3);
  controller.abort();
  await expect(inner.pause()).rejects.toThrow(AbortedError);
});

test('Run.check() throws AbortedError with the reason as its cause once the signal has fired', () => {
  const controller = new AbortController();
  const run = new Run({ signal: controller.signal });
  expect(() => run.check()).not.toThrow();
  controller.abort('enough');
  expect(() => run.check()).toThrow(AbortedError);
  try {
    run.check();
  } catch (error) {
    expect((error as Error).cause).toBe('enough');
  }
});

test('Run.pause() in a loop lets a timer abort it, although the loop never ends by itself', async () => {
  const run = new Run({ signal: AbortSignal.timeout(20) });
  const loop = async () => {
    for (;;) {
      busy(5);
      await run.pause();
    }
  };
  await expect(loop()).rejects.toThrow(AbortedError);
});

test('Run.pause() gives timers a turn only when the loop has been held for a while', async () => {
  const run = new Run();
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await wait(5);
  turns = 0;
  const started = performance.now();
  for (let i = 0; i < 1000; i++) await run.pause();
  // 1,000 pauses that do not wait are over before the loop must be given up, unless others are busy.
  if (performance.now() - started < 30) expect(turns).toBe(0);
  for (let i = 0; i < 6; i++) {
    busy(25);
    await run.pause();
  }
  clearInterval(timer);
  expect(turns).toBeGreaterThan(0);
});

test('Run.quiet() keeps signal, threads and checkpoints and tells nobody', () => {
  const told: string[] = [];
  const { signal } = new AbortController();
  const run = new Run({
    signal,
    threads: 2,
    warn: (code) => told.push(code),
    onProgress: ({ stage }) => told.push(stage),
  });
  const inner = new Run(run.quiet());
  inner.warn('a', 'b');
  inner.progress('c', 0, 1);
  expect([inner.signal, inner.threads]).toEqual([signal, 2]);
  expect(told).toEqual([]);
  expect(run.warnings).toEqual([]);
});

test('Run.once(x, name, find) finds once per object and name in a run that shares, and each time elsewhere', async () => {
  const [x, y] = [{}, {}];
  let found = 0;
  const ask = (context: RunContext, about: object, name: string) =>
    new Run(context).once(about, name, async () => ++found);
  const alone = new Run();
  expect([await ask(alone, x, 'a'), await ask(alone.quiet(), x, 'a')]).toEqual([1, 2]);
  const sharing = alone.sharing();
  expect([await ask(sharing, x, 'a'), await ask(sharing.quiet(), x, 'a')]).toEqual([3, 3]);
  expect([await ask(sharing, y, 'a'), await ask(sharing, x, 'b')]).toEqual([4, 5]);
  expect(await ask(alone.sharing(), x, 'a')).toBe(6);
});

test('Run.once(x, name, find) keeps the four findings about x that were asked for last', async () => {
  const run = new Run().sharing();
  const x = {};
  const asked: string[] = [];
  for (const name of 'abcdaeab') {
    await run.once(x, name, async () => asked.push(name));
  }
  expect(asked.join('')).toBe('abcdeb');
});

test('Run.once(x, name, find) that fails is asked again', async () => {
  const run = new Run().sharing();
  const x = {};
  await expect(run.once(x, 'a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await run.once(x, 'a', async () => 7)).toBe(7);
});

test('Run.sharing() tells whoever its run tells', () => {
  const told: string[] = [];
  const run = new Run({ warn: (code) => told.push(code), onProgress: (p) => told.push(p.stage) });
  const inner = run.sharing();
  inner.warn('a', 'b');
  inner.progress('c', 0, 1);
  expect(told).toEqual(['a', 'c']);
  expect(run.warnings).toEqual([{ code: 'a', message: 'b' }]);
});
