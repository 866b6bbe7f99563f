import { describe, expect, it } from 'vitest';
import { Matrix, Panel, panelOf, SeriesMatrix } from '../../src/numeric/index.ts';

const panel = (rows: number[][], channels: number, lengths?: number[]) =>
  new Panel(
    Float32Array.from(rows.flat()),
    rows.length,
    channels,
    rows[0].length / channels,
    lengths && Int32Array.from(lengths),
  );

describe('SeriesMatrix', () => {
  it('new SeriesMatrix(panel) shares the numbers of a panel whose series are all of full length', () => {
    const series = panel([[1, 2, 3, 4, 5, 6]], 2);
    const x = new SeriesMatrix(series);
    expect(x.data).toBe(series.data);
    expect([x.rows, x.cols]).toEqual([1, 6]);
  });

  it('new SeriesMatrix(panel) stretches a shorter series to all steps, each channel by itself', () => {
    const x = new SeriesMatrix(
      panel(
        [
          [0, 2, 0, 10, 20, 0],
          [1, 2, 3, 4, 5, 6],
        ],
        2,
        [2, 3],
      ),
    );
    expect([...x.row(0)]).toEqual([0, 1, 2, 10, 15, 20]);
    expect([...x.row(1)]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...x.panel.row(0)]).toEqual([0, 2, 0, 10, 20, 0]);
  });

  it('new SeriesMatrix(panel) repeats the number of a series of one step and gives zeros for one of none', () => {
    const x = new SeriesMatrix(
      panel(
        [
          [7, 0, 0],
          [0, 0, 0],
          [1, 2, 3],
        ],
        1,
        [1, 0, 3],
      ),
    );
    expect([...x.row(0)]).toEqual([7, 7, 7]);
    expect([...x.row(1)]).toEqual([0, 0, 0]);
  });

  it('takeRows keeps series and lengths in the order asked for', () => {
    const x = new SeriesMatrix(
      panel(
        [
          [0, 2, 0],
          [1, 2, 3],
        ],
        1,
        [2, 3],
      ),
    ).takeRows([1, 0, 0]);
    expect(x).toBeInstanceOf(SeriesMatrix);
    expect([...x.panel.lengths]).toEqual([3, 2, 2]);
    expect([...x.panel.row(0)]).toEqual([1, 2, 3]);
    expect([...x.row(2)]).toEqual([0, 1, 2]);
  });

  it('panelOf gives a plain matrix as one channel of full length, and a SeriesMatrix its own panel', () => {
    const plain = Matrix.from([
      [1, 2],
      [3, 4],
    ]);
    expect(panelOf(plain)).toMatchObject({ series: 2, channels: 1, steps: 2, data: plain.data });
    const own = panel([[1, 2]], 1, [1]);
    expect(panelOf(new SeriesMatrix(own))).toBe(own);
  });
});
