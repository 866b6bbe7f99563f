import { Panel } from './panel.ts';

/** Linear interpolation to as many steps as `into` has: the first number stays the first, the last the last. */
export function stretch(from: ArrayLike<number>, into: Float32Array | Float64Array): void {
  if (from.length === 0) return;
  const last = from.length - 1;
  for (let t = 0; t < into.length; t++) {
    const at = into.length === 1 ? 0 : (t * last) / (into.length - 1);
    const low = Math.floor(at);
    const high = Math.min(low + 1, last);
    into[t] = from[low] + (from[high] - from[low]) * (at - low);
  }
}

/** Every series at one length, each channel stretched linearly; the panel itself where all have it. */
export function stretchPanel(panel: Panel, steps: number): Panel {
  const { series, channels, lengths } = panel;
  if (panel.steps === steps && lengths.every((length) => length === steps)) return panel;
  const data = new Float32Array(series * channels * steps);
  for (let i = 0; i < series; i++) {
    const row = panel.row(i);
    for (let c = 0; c < channels; c++) {
      const at = (i * channels + c) * steps;
      const from = row.subarray(c * panel.steps, c * panel.steps + lengths[i]);
      stretch(from, data.subarray(at, at + steps));
    }
  }
  return new Panel(data, series, channels, steps);
}
