// What every method promises about its options, whatever it is a method of.
import { expect, test } from 'vitest';
import { OptionError, type OptionKind } from '../../src/base/index.ts';
import { badValues } from './cluster-data.ts';

interface Method {
  readonly table: Readonly<Record<string, OptionKind<unknown>>>;
  create(options: Record<string, unknown>): unknown;
}

/** The tests of one method's option table, inside its `describe`. */
export function testOptions(name: string, method: Method): void {
  test.each(Object.keys(method.table))('create({ %s }) refuses what its table refuses', (key) => {
    for (const bad of badValues(method, key)) {
      const make = () => method.create({ [key]: bad });
      expect(make, String(bad)).toThrow(OptionError);
      expect(make).toThrow(`${name}: ${key} must ${method.table[key].must}`);
    }
  });

  test('create() with an option that does not exist suggests the nearest one', () => {
    for (const key of Object.keys(method.table)) {
      expect(() => method.create({ [`${key}x`]: 1 })).toThrow(`Did you mean "${key}"?`);
    }
  });

  test('create() accepts every default that its table names', () => {
    for (const option of Object.values(method.table)) {
      expect(option.accepts(option.default)).toBe(true);
      expect(option.meaning.length).toBeGreaterThan(3);
    }
    method.create({});
  });
}

/** What an action throws. */
export async function failure(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  return undefined;
}
