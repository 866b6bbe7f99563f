/** A number for an axis or a narrow cell: 0.45, 37, 1.2k, 3.4M. */
export function compactNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return minus(value.toExponential(1));
  for (const [unit, letter] of UNITS) {
    if (size >= unit * 0.9995) return `${trimmed(value / unit, 3)}${letter}`;
  }
  return trimmed(value, 3);
}

const UNITS: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** A number for a table: four digits, thousands grouped. */
export function fullNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return minus(value.toExponential(2));
  if (size >= 1000) return minus(String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ','));
  return trimmed(value, 4);
}

/** A number with a fixed number of decimals, for columns that line up. */
export function fixedNumber(value: number, places: number): string {
  const text = value.toFixed(places);
  return minus(Number(text) === 0 ? text.replace('-', '') : text);
}

/** A share from 0 to 1 as per cent: 26.7 %, 100 %, <0.1 %. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1 %';
  return `${trimmed(Number((share * 100).toFixed(1)), 4)} %`;
}

function trimmed(value: number, digits: number): string {
  return minus(String(Number(value.toPrecision(digits))));
}

function minus(text: string): string {
  return text.replaceAll('-', '−');
}
