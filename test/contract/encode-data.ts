// Settings with which the contract suite fits every encoder: small and quick, whatever the method.
import type { EncoderMethod } from '../../src/encode/index.ts';

/** A value for every option name that would take long on small data. Options that a method lacks are left out. */
const settings: Record<string, unknown> = {
  components: 2,
  trees: 2,
  widths: [8],
  hidden: 4,
  channels: [3],
  taps: 3,
  batch: 32,
  epochs: 6,
  iterations: 60,
  neighbors: 8,
  perplexity: 8,
  features: 168,
  validation: 0.2,
};

export function encoderOptions(method: EncoderMethod, changed: Record<string, unknown> = {}) {
  return Object.fromEntries(
    Object.entries({ ...settings, ...changed }).filter(([name]) =>
      Object.hasOwn(method.table, name),
    ),
  );
}
