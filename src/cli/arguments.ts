import { InvalidArgumentError } from 'commander';
import { OptionError } from '../base/index.ts';

/** `-p name=value`, given any number of times. Plain numbers, true and false lose their text form. */
export function collectParameter(
  text: string,
  before: Record<string, string | number | boolean> = {},
): Record<string, string | number | boolean> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be name=value, such as data=file.csv.');
  return { ...before, [text.slice(0, at)]: scalar(text.slice(at + 1)) };
}

/** 00017 and 1e5 stay text: the one is an id, the other more likely a name than a number. */
function scalar(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text;
}

export function wholeNumber(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min) {
      throw new InvalidArgumentError(`It must be a whole number of at least ${min}.`);
    }
    return value;
  };
}

export function readShare(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < 1)) {
    throw new InvalidArgumentError('It must be a share from 0 to below 1, such as 0.01.');
  }
  return value;
}

/**
 * commander would complain about a missing --out before it looks at a mistyped --oot, so it is asked for here.
 *
 * @throws {OptionError} it is missing
 */
export function requireOut(command: string, out: string | undefined, example: string): string {
  if (out !== undefined) return out;
  throw new OptionError(
    `${command}: --out must say where to write, it is missing. Add: ${example}`,
  );
}

/** 3 or S3. */
export function segmentNumber(text: string): number {
  const found = /^[sS]?(\d+)$/.exec(text);
  if (found === null) throw new InvalidArgumentError('It must be a number such as 3 or S3.');
  return Number(found[1]);
}
