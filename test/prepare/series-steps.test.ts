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
