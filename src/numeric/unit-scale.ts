import { Matrix } from './matrix.ts';

/**
 * x divided by a power of two so that its largest number is about 1, and that power.
 *
 * Nothing is rounded but what is 2⁻¹²⁶ of the largest. For figures that are only compared: squares of 32-bit numbers
 * can then neither overflow (from about 1e19 on) nor vanish (below about 1e-23). Cost: one copy.
 */
export function unitScale(x: Matrix): { readonly scaled: Matrix; readonly unit: number } {
  let largest = 0;
  for (const value of x.data) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return { scaled: x, unit: 1 };
  const unit = 2 ** Math.floor(Math.log2(largest));
  const data = x.data.map((value) => value / unit);
  return { scaled: new Matrix(data, x.rows, x.cols), unit };
}
