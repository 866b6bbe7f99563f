import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { naturalLog } from '../../src/base/natural-log.ts';

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.bits());

// Frozen: a change here changes the result of every study that has a seed.
test('new Random(seed) gives the numbers that it always gave', () => {
  expect(draw(new Random(), 4)).toEqual([3809008728, 1133689444, 53573911, 2894483683]);
  expect(draw(new Random(1), 4)).toEqual([2442144158, 3238099751, 3819917871, 2104621829]);
  expect(draw(new Random(2 ** 53 - 1), 2)).toEqual([3137129522, 613829619]);
  expect(draw(new Random(1).fork('trees'), 2)).toEqual([1596327665, 692448721]);
  expect(draw(new Random(1).fork(3), 2)).toEqual([3500192433, 2020877326]);
  const random = new Random(1);
  expect([random.next(), random.next()]).toEqual([0.5686059948349658, 0.8893939367683266]);
  expect(random.integer(1000)).toBe(470);
  expect([random.normal(), random.normal()]).toEqual([-1.2118435377053631, 0.0690630242231805]);
  const shuffled = new Random(1).shuffle(new Int32Array([0, 1, 2, 3, 4, 5, 6, 7]));
  expect([...shuffled]).toEqual([0, 5, 3, 7, 1, 2, 6, 4]);
  expect([...new Random(1).sample(100, 5)]).toEqual([33, 34, 46, 54, 86]);
});

test('new Random(seed) follows xoshiro128** 1.1 once its state is set', () => {
  // The published update rule, on 32-bit words, from the state that seed 7 gives.
  const mix = (x: number) => {
    let z = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  const s = [1, 2, 3, 4].map((i) => BigInt(mix((7 + i * 0x9e3779b9) >>> 0)));
  s[0] |= 1n;
  const mask = 0xffffffffn;
  const rotate = (x: bigint, by: bigint) => ((x << by) | (x >> (32n - by))) & mask;
  const expected = Array.from({ length: 100 }, () => {
    const result = (rotate((s[1] * 5n) & mask, 7n) * 9n) & mask;
    const t = (s[1] << 9n) & mask;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11n);
    return Number(result);
  });
  expect(draw(new Random(7), 100)).toEqual(expected);
});

test('new Random(seed) tells seeds apart in all 53 bits', () => {
  const seeds = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 40, 2 ** 53 - 1, -1];
  const first = seeds.map((seed) => draw(new Random(seed), 2).join());
  const forks = seeds.map((seed) => draw(new Random(seed).fork('a'), 2).join());
  expect(new Set([...first, ...forks]).size).toBe(2 * seeds.length);
});

test('Random.fork(name) depends on the seed and the name, not on what was drawn before', () => {
  const random = new Random(5);
  const early = draw(random.fork('trees'), 5);
  random.bits();
  expect(draw(random.fork('trees'), 5)).toEqual(early);
  expect(draw(random.fork('leaves'), 5)).not.toEqual(early);
  expect(draw(new Random(6).fork('trees'), 5)).not.toEqual(early);
});

test('Random.fork(i) gives streams that do not follow each other', () => {
  // Correlation of 2,000 draws between neighbouring forks: standard error 1/√2000 = 0.022.
  const streams = Array.from({ length: 20 }, (_, i) => {
    const fork = new Random(1).fork(i);
    return Float64Array.from({ length: 2000 }, () => fork.next() - 0.5);
  });
  for (let i = 1; i < streams.length; i++) {
    const product = streams[i].reduce((sum, value, j) => sum + value * streams[i - 1][j], 0);
    expect(Math.abs(product / 2000 / (1 / 12))).toBeLessThan(0.1);
  }
});

test('Random.next() is even over [0, 1): chi-square of 100 cells', () => {
  const random = new Random(11);
  const cells = new Int32Array(100);
  const draws = 200_000;
  for (let i = 0; i < draws; i++) {
    // A value outside [0, 1) falls into no cell.
    cells[Math.floor(random.next() * 100)]++;
  }
  expect(cells.reduce((sum, count) => sum + count, 0)).toBe(draws);
  const expected = draws / 100;
  const chiSquare = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 99 degrees of freedom: 99.9 % of even generators lie between 61 and 149.
  expect(chiSquare).toBeGreaterThan(61);
  expect(chiSquare).toBeLessThan(149);
});

test('Random.integer(6) gives 0 to 5 about equally often', () => {
  const random = new Random(3);
  const counts = new Int32Array(6);
  for (let i = 0; i < 60_000; i++) counts[random.integer(6)]++;
  // Standard deviation √(60000 · 1/6 · 5/6) = 91.
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});

test('Random.normal() has the moments and the tails of the standard normal distribution', () => {
  const random = new Random(2);
  const draws = Float64Array.from({ length: 200_000 }, () => random.normal());
  const mean = (power: number) => draws.reduce((sum, x) => sum + x ** power, 0) / draws.length;
  const beyond = (limit: number) => draws.filter((x) => Math.abs(x) > limit).length / draws.length;
  expect(mean(1)).toBeCloseTo(0, 1.5);
  expect(mean(2)).toBeCloseTo(1, 1.5);
  expect(mean(3)).toBeCloseTo(0, 1);
  expect(Math.abs(mean(4) - 3)).toBeLessThan(0.1);
  expect(beyond(1)).toBeCloseTo(0.3173, 2);
  expect(beyond(1.96)).toBeCloseTo(0.05, 2);
  expect(Math.abs(beyond(3) - 0.0027)).toBeLessThan(0.0006);
});

test('Random.shuffle() gives every order of three about equally often and the same array back', () => {
  const random = new Random(9);
  const seen = new Map<string, number>();
  for (let i = 0; i < 12_000; i++) {
    const array = random.shuffle(new Int32Array([1, 2, 3]));
    seen.set(array.join(), (seen.get(array.join()) ?? 0) + 1);
  }
  expect(seen.size).toBe(6);
  for (const count of seen.values()) expect(Math.abs(count - 2000)).toBeLessThan(200);
  const array = [1, 2];
  expect(random.shuffle(array)).toBe(array);
});

test('Random.sample(n, size) gives different numbers in order, each about equally often', () => {
  const random = new Random(4);
  const counts = new Int32Array(10);
  let inOrder = 0;
  for (let i = 0; i < 10_000; i++) {
    const chosen = random.sample(10, 3);
    if (chosen.length === 3 && chosen[0] < chosen[1] && chosen[1] < chosen[2]) inOrder++;
    for (const j of chosen) counts[j]++;
  }
  expect(inOrder).toBe(10_000);
  for (const count of counts) expect(Math.abs(count - 3000)).toBeLessThan(250);
  expect([...random.sample(4, 4)]).toEqual([0, 1, 2, 3]);
  expect(random.sample(4, 0).length).toBe(0);
  expect(() => random.sample(3, 4)).toThrow(RangeError);
});

test('naturalLog() is within two units in the last place of Math.log, from 5e-324 to 1e308', () => {
  const random = new Random(8);
  const lastPlace = (y: number) => 2 ** (Math.floor(Math.log2(Math.abs(y))) - 52);
  const numbers = [1, 5e-324, 1e-310, 1e308, 0.5, Math.SQRT2, 1 - 2 ** -53, 1 + 2 ** -52];
  for (let i = 0; i < 50_000; i++) {
    numbers.push(i % 2 === 0 ? random.next() || 1 : 2 ** (random.next() * 2000 - 1000));
  }
  const off = numbers.filter((x) => {
    const expected = Math.log(x);
    return Math.abs(naturalLog(x) - expected) > (expected === 0 ? 0 : 2 * lastPlace(expected));
  });
  expect(off).toEqual([]);
});
