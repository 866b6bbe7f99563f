import type { OptionValue } from './types.ts';

/** 'eps = 0.15, minSamples = 17' */
export function optionText(options: Readonly<Record<string, OptionValue>>): string {
  const parts = Object.entries(options).map(([name, value]) => `${name} = ${value}`);
  return parts.length === 0 ? 'defaults' : parts.join(', ');
}
