import type { OptionValue } from '../report/index.ts';

/** Options as the report shows them. */
export function plainOptions(
  options: Readonly<Record<string, unknown>>,
): Record<string, OptionValue> {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key,
      typeof value === 'number' || typeof value === 'boolean' ? value : String(value),
    ]),
  );
}
