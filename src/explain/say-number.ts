/** A number as it stands in a sentence: about three digits, thousands grouped, unit behind. */
export function sayNumber(value: number | null, unit = ''): string {
  if (value === null) return 'unknown';
  if (unit === 'share') return `${digits(value * 100)} %`;
  const text = digits(value);
  return unit === '' ? text : `${text} ${unit === 'days' && text === '1' ? 'day' : unit}`;
}

function digits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e15 || size < 1e-4) return minus(value.toExponential(1));
  if (size >= 100) return minus(String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ','));
  const places = size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
  return minus(String(Number(value.toFixed(places))));
}

function minus(text: string): string {
  return text.replaceAll('-', '−');
}
