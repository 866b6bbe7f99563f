import { expect, it } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { cleanText } from './clean-text.ts';

interface Line {
  readonly who: number;
  readonly what: number;
  readonly n: number;
  readonly day: number;
}

/** Few customers, products and sizes, so that lines meet often. */
function lines(seed: number, count: number): Line[] {
  const random = new Random(seed);
  const below = (limit: number) => random.integer(limit);
  return Array.from({ length: count }, () => ({
    who: below(4),
    what: below(3),
    n: (1 + below(3)) * (below(5) < 2 ? -1 : 1),
    day: 1 + below(28),
  }));
}

/** As one would do it by hand: purchases wait in a line, a return takes the first of them. */
function paired(all: readonly Line[]): boolean[] {
  const flags = all.map(() => false);
  const waiting = new Map<string, number[]>();
  const order = [...all.keys()].sort(
    (a, b) => all[a].day - all[b].day || Number(all[a].n < 0) - Number(all[b].n < 0) || a - b,
  );
  for (const row of order) {
    const { who, what, n } = all[row];
    const key = [who, what, Math.abs(n)].join();
    const queue = waiting.get(key) ?? [];
    waiting.set(key, queue);
    if (n > 0) queue.push(row);
    else {
      const purchase = queue.shift();
      if (purchase === undefined) continue;
      flags[purchase] = true;
      flags[row] = true;
    }
  }
  return flags;
}

it('{step: cancelled} pairs as a queue of waiting purchases does, whatever the order of the file', async () => {
  const step = { step: 'cancelled', customer: 'who', product: 'what', quantity: 'n', time: 'at' };
  for (const seed of [1, 2, 3]) {
    const all = lines(seed, 600);
    const text = all.map(
      ({ who, what, n, day }, i) =>
        `${i},${who},${what},${n},2024-01-${String(day).padStart(2, '0')}`,
    );
    const { rows } = await cleanText(`i,who,what,n,at\n${text.join('\n')}\n`, [step]);
    const flags = all.map(() => false);
    for (const row of rows) flags[Number(row.split('|')[0])] = row.endsWith('true');
    expect(flags).toEqual(paired(all));
    expect(flags.filter((flag) => flag).length).toBeGreaterThan(100);
  }
});
