import { describe, expect, it } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { Panel } from '../../src/numeric/index.ts';
import {
  checkSeries,
  prepareSeries,
  readSeriesSteps,
  seriesMethods,
} from '../../src/prepare/index.ts';

const gap = Number.NaN;

function stepped(step: Record<string, unknown> & { step: string }, series: number[]): number[] {
  const panel = new Panel(Float32Array.from(series), 1, 1, series.length);
  return [...prepareSeries(panel, Int32Array.of(0), readSeriesSteps([step])).data];
}

describe('steps for series, worked by hand', () => {
  it.each([
    ['max-scale', [0, 5, 10, gap], [0, 0.5, 1, gap]],
    ['max-scale', [0, 0, 0], [0, 0, 0]],
    ['max-scale', [-4, 2], [-1, 0.5]],
    ['z-normalise', [1, 3, gap], [-1, 1, gap]],
    ['z-normalise', [0.1, 0.1, 0.1], [0, 0, 0]],
    ['z-normalise', [gap, gap], [gap, gap]],
    ['fill-gaps', [gap, 1, gap, gap, 4, gap], [1, 1, 2, 3, 4, 4]],
    ['fill-gaps', [gap, gap], [0, 0]],
    ['log1p', [0, gap], [0, gap]],
    ['detrend', [1, 2, gap, 4], [0, 0, gap, 0]],
    ['detrend', [5], [0]],
    ['detrend', [gap, gap], [gap, gap]],
    ['difference', [1, 4, gap, 9, 16], [3, gap, gap, 7]],
    ['smooth', [0, gap, 3, 0, 0, 9], [1.5, gap, 0.75, 3, 3, 3]],
    ['replace', [0, 2, gap], [Math.fround(1e-4), 2, gap]],
  ])('%s makes %j into %j', (step, series, expected) => {
    expect(stepped({ step }, series)).toEqual(expected);
  });

  it('fill-gaps {with: "last"} repeats the value before, {with: "zero"} puts 0', () => {
    expect(stepped({ step: 'fill-gaps', with: 'last' }, [gap, 1, gap, 4, gap])).toEqual([
      1, 1, 1, 4, 4,
    ]);
    expect(stepped({ step: 'fill-gaps', with: 'zero' }, [gap, 1, gap, 4])).toEqual([0, 1, 0, 4]);
  });

  it('resample {steps: n} takes means of longer series and lines of shorter ones, past gaps', () => {
    expect(stepped({ step: 'resample', steps: 2 }, [1, 3, 5, 7])).toEqual([2, 6]);
    expect(stepped({ step: 'resample', steps: 2 }, [1, gap, gap, gap])).toEqual([1, gap]);
    expect(stepped({ step: 'resample', steps: 2 }, [1, 2, 6])).toEqual([
      expect.closeTo(4 / 3, 6),
      expect.closeTo(14 / 3, 6),
    ]);
    expect(stepped({ step: 'resample', steps: 5 }, [0, 2, gap])).toEqual([0, 1, 2, gap, gap]);
    expect(stepped({ step: 'resample', steps: 3 }, [4])).toEqual([4, 4, 4]);
  });

  it('a straight series is zeros after detrend, a constant one after smooth and z-normalise', () => {
    const line = Array.from({ length: 50 }, (_, t) => 0.1 + 0.3 * t);
    expect(new Set(stepped({ step: 'detrend' }, line))).toEqual(new Set([0]));
    const panel = new Panel(new Float32Array(50).fill(0.1), 1, 1, 50);
    const steps = readSeriesSteps([{ step: 'smooth' }, { step: 'z-normalise' }]);
    expect(new Set(prepareSeries(panel, [0], steps).data)).toEqual(new Set([0]));
  });

  it('resample makes series of unequal lengths equal', () => {
    const data = Float32Array.from([1, 2, gap, gap, 1, 2, 3, 4]);
    const panel = new Panel(data, 2, 1, 4, Int32Array.of(2, 4));
    const x = prepareSeries(panel, [0, 1], readSeriesSteps([{ step: 'resample', steps: 2 }]));
    expect([...x.panel.lengths]).toEqual([2, 2]);
    expect([...x.data]).toEqual([1, 2, 1.5, 3.5]);
  });

  it('smooth {by: "median"} removes a spike, {by: "savitzky-golay"} keeps a parabola with a gap', () => {
    const spike = [1, 1, 50, 1, 1];
    expect(stepped({ step: 'smooth', by: 'median', window: 3 }, spike)).toEqual([1, 1, 1, 1, 1]);
    const parabola = [0, 1, 4, gap, 16, 25, 36];
    const smoothed = stepped({ step: 'smooth', by: 'savitzky-golay', window: 5 }, parabola);
    for (const [t, value] of parabola.entries()) {
      if (Number.isNaN(value)) expect(smoothed[t]).toBeNaN();
      else expect(smoothed[t]).toBeCloseTo(value, 5);
    }
    const short = stepped({ step: 'smooth', by: 'savitzky-golay', window: 9 }, [3, 5]);
    expect(short).toEqual([3, 5]);
  });

  it('smooth refuses an even window, and a degree as high as the window', () => {
    expect(() => readSeriesSteps([{ step: 'smooth', window: 4 }])).toThrow(
      'prepare, step 1 (smooth): window must be odd, got 4. Take 5.',
    );
    const high = { step: 'smooth', by: 'savitzky-golay', window: 3, degree: 3 };
    expect(() => readSeriesSteps([high])).toThrow('degree must be below the window of 3, got 3');
  });

  it('works on each channel by itself, at the length of each series, and counts constant series', () => {
    const data = Float32Array.from([1, 3, gap, 7, 7, gap, 2, 2, 2, 1, 2, 3]);
    const panel = new Panel(data, 2, 2, 3, Int32Array.of(2, 3));
    const told: unknown[] = [];
    const steps = readSeriesSteps([{ step: 'z-normalise' }]);
    const x = prepareSeries(panel, [0, 1], steps, (step, flat) => told.push([step, flat]));
    expect(told).toEqual([['z-normalise', 2]]);
    expect([...x.panel.row(0)]).toEqual([-1, 1, gap, 0, 0, gap]);
    expect([...x.panel.row(1).subarray(0, 3)]).toEqual([0, 0, 0]);
    expect([...x.row(0)]).toEqual([-1, 0, 1, 0, 0, 0]);
  });

  it('log1p mirrors negative numbers', () => {
    expect(stepped({ step: 'log1p' }, [Math.E - 1, 1 - Math.E])).toEqual([
      expect.closeTo(1, 6),
      expect.closeTo(-1, 6),
    ]);
  });

  it.each(Object.keys(seriesMethods))(
    '%s leaves its input as it was and gives the same alone as among others',
    (step) => {
      const data = Float32Array.from([1, gap, 3, 0, 0, 0, 9, 2, 5]);
      const panel = new Panel(data, 3, 1, 3);
      const before = data.slice();
      const steps = readSeriesSteps([{ step }]);
      const all = prepareSeries(panel, Int32Array.of(0, 1, 2), steps);
      expect(data).toEqual(before);
      for (const i of [0, 1, 2]) {
        expect(prepareSeries(panel, Int32Array.of(i), steps).data).toEqual(all.row(i));
      }
    },
  );
});

describe('readSeriesSteps()', () => {
  it('refuses an unknown step, an unknown option, and columns', () => {
    expect(() => readSeriesSteps([{ step: 'maxscale' }])).toThrow(
      'prepare, step 1: there is no step "maxscale" for series. Did you mean "max-scale"?',
    );
    expect(() => readSeriesSteps([{ step: 'fill-gaps', wiht: 'line' }])).toThrow(
      'there is no option "wiht"',
    );
    expect(() => readSeriesSteps([{ step: 'max-scale', columns: ['a'] }])).toThrow(
      'a step for series takes no columns',
    );
  });
});

describe('checkSeries()', () => {
  const check = (rows: number[][]) =>
    checkSeries(
      prepareSeries(
        new Panel(Float32Array.from(rows.flat()), rows.length, 1, rows[0].length),
        Int32Array.from(rows.keys()),
        [],
      ),
      new Run(),
    );

  it('refuses gaps, infinite numbers, and series that are all the same', async () => {
    await expect(
      check([
        [1, gap],
        [1, 2],
      ]),
    ).rejects.toThrow('got 1 missing in 1 of 2 series. Add the step "fill-gaps"');
    await expect(check([[1, Infinity]])).rejects.toThrow('got 1 that are not');
    await expect(
      check([
        [1, 2],
        [1, 2],
      ]),
    ).rejects.toThrow('all 2 are the same');
  });

  it('takes one series, and two that differ', async () => {
    await check([[1, 2]]);
    await check([
      [1, 2],
      [1, 3],
    ]);
  });
});
