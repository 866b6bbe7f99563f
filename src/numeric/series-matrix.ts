import { Matrix } from './matrix.ts';
import { Panel } from './panel.ts';
import { stretchPanel } from './stretch.ts';

/**
 * Series that also pass for rows: a panel, and beside it the n × c·t numbers that methods without a notion of time see.
 *
 * Where every series is of full length both are the same numbers, without a copy. A shorter one is stretched
 * linearly to t steps, channel by channel, so that plain rows compare the first with the first step and the last with the last.
 */
export class SeriesMatrix extends Matrix {
  /** The series as they are, at their own lengths. */
  readonly panel: Panel;

  constructor(panel: Panel) {
    super(stretchPanel(panel, panel.steps).data, panel.series, panel.channels * panel.steps);
    this.panel = panel;
  }

  override takeRows(indices: ArrayLike<number>): SeriesMatrix {
    const { panel } = this;
    const size = panel.channels * panel.steps;
    const data = new Float32Array(indices.length * size);
    for (let r = 0; r < indices.length; r++) data.set(panel.row(indices[r]), r * size);
    const lengths = Int32Array.from(
      { length: indices.length },
      (_, r) => panel.lengths[indices[r]],
    );
    return new SeriesMatrix(new Panel(data, indices.length, panel.channels, panel.steps, lengths));
  }
}

/** The series of rows: their own where they are series, else one channel of full length, without a copy. */
export function panelOf(x: Matrix): Panel {
  return x instanceof SeriesMatrix ? x.panel : new Panel(x.data, x.rows, 1, x.cols);
}
