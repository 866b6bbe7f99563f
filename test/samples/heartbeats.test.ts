import { describe, expect, it } from 'vitest';
import { type HeartbeatsOptions, heartbeatsSample } from '../../src/samples/index.ts';

/** Rows as numbers; an empty cell is NaN. */
function read(options: Partial<HeartbeatsOptions>) {
  const sample = heartbeatsSample.generate(options);
  const rows = [...sample.rows()];
  return {
    labels: rows.map(([label]) => Number(label)),
    series: rows.map((row) =>
      row.slice(1).map((cell) => (cell === '' ? Number.NaN : Number(cell))),
    ),
    truth: [...sample.truth()],
  };
}

const clean = { noise: 0, wander: 0, warp: 0 };
const names = ['normal', 'R-on-T PVC', 'PVC', 'supraventricular or ectopic', 'unclassified'];

describe('heartbeatsSample.generate', () => {
  it('gives 5,000 beats of 140 samples by default, labelled 1 to 5 about as often as in recordings', () => {
    const { table, columns } = heartbeatsSample;
    expect([table.series.default, table.samples.default]).toEqual([5000, 140]);
    expect([columns.length, columns[0], columns[1], columns[140]]).toEqual([
      141,
      'label',
      't1',
      't140',
    ]);
    const { labels, truth } = read({});
    const share = (label: number) => labels.filter((own) => own === label).length / labels.length;
    // Four standard deviations of a share of 5,000 draws.
    for (const [i, expected] of [0.584, 0.353, 0.019, 0.039, 0.005].entries()) {
      expect(Math.abs(share(i + 1) - expected)).toBeLessThan(
        4 * Math.sqrt((expected * (1 - expected)) / 5000),
      );
    }
    expect(truth).toEqual(labels.map((label, i) => [i + 1, names[label - 1]]));
  });

  it('gives each kind as often as another with {shares: equal}', () => {
    const { labels } = read({ shares: 'equal', series: 2000 });
    for (let label = 1; label <= 5; label++) {
      expect(labels.filter((own) => own === label).length).toBeGreaterThan(330);
    }
  });

  it('gives normal beats one narrow peak a third into the series, and ventricular ones a broad one', () => {
    const { labels, series } = read({ ...clean, shares: 'equal', series: 400 });
    const breadth = (row: number[]) => {
      const most = Math.max(...row.map(Math.abs));
      return row.filter((value) => Math.abs(value) > most / 2).length;
    };
    const of = (label: number) => series.filter((_, i) => labels[i] === label);
    for (const row of of(1)) {
      expect(Math.abs(row.indexOf(Math.max(...row)) - 0.3 * 139)).toBeLessThan(6);
      expect(breadth(row)).toBeLessThan(14);
    }
    const mean = (label: number) =>
      of(label).reduce((sum, row) => sum + breadth(row), 0) / of(label).length;
    expect(mean(2)).toBeGreaterThan(2 * mean(1));
    expect(mean(3)).toBeGreaterThan(2 * mean(1));
    expect(mean(4)).toBeLessThan(2 * mean(1));
  });

  it('adds noise of the size that is asked for, and a baseline that wanders', () => {
    const quiet = read({ ...clean, series: 300 }).series.flat();
    const spread = (options: object) => {
      const loud = read({ ...clean, series: 300, ...options }).series.flat();
      return Math.sqrt(loud.reduce((sum, x, i) => sum + (x - quiet[i]) ** 2, 0) / loud.length);
    };
    expect(spread({ noise: 0.3 })).toBeCloseTo(0.3, 2);
    expect(spread({ wander: 0.3 })).toBeGreaterThan(0.1);
    expect(spread({ wander: 0.3 })).toBeLessThan(0.6);
  });

  it('{gaps} makes about that share of the samples missing, in stretches of up to a tenth', () => {
    const { series } = read({ series: 600, gaps: 0.2 });
    const missing = series.flat().filter(Number.isNaN).length / (600 * 140);
    expect(Math.abs(missing - 0.2)).toBeLessThan(0.02);
    const runs = series.flatMap(
      (row) =>
        row
          .map((value) => (Number.isNaN(value) ? 'x' : ' '))
          .join('')
          .match(/x+/g) ?? [],
    );
    expect(Math.max(...runs.map(({ length }) => length))).toBeGreaterThan(10);
    expect(Math.min(...runs.map(({ length }) => length))).toBe(1);
  });

  it('{shortest} leaves the end of faster beats empty, their shape the same in fewer samples', () => {
    const { series, labels } = read({ ...clean, series: 300, shortest: 0.5 });
    const lengths = series.map((row) => row.filter((value) => !Number.isNaN(value)).length);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(70);
    expect(Math.min(...lengths)).toBeLessThan(75);
    expect(Math.max(...lengths)).toBeGreaterThan(135);
    for (const [i, row] of series.entries()) {
      expect(row.slice(0, lengths[i]).some(Number.isNaN)).toBe(false);
      if (labels[i] !== 1) continue;
      const peak = row.indexOf(Math.max(...row.slice(0, lengths[i])));
      expect(Math.abs(peak / lengths[i] - 0.3)).toBeLessThan(0.05);
    }
  });

  it('gives the same beats for a seed, other ones for another, and each beat whatever else is there', () => {
    const few = (options: object) => [
      ...heartbeatsSample.generate({ series: 6, ...options }).rows(),
    ];
    expect(few({})).toEqual(few({}));
    expect(few({ seed: 1 })).not.toEqual(few({}));
    expect(few({ series: 9 }).slice(0, 6)).toEqual(few({}));
  });

  it.each([{ series: 0 }, { samples: 3 }, { gaps: 1 }, { shortest: 0 }, { shares: 'few' }])(
    'refuses %j',
    (options) => {
      expect(() => heartbeatsSample.generate(options as object)).toThrow(/heartbeatsSample/);
    },
  );
});
