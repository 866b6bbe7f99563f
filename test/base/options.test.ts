import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  choice,
  flag,
  integer,
  OptionError,
  type OptionTable,
  optionSchema,
  readOptions,
  real,
} from '../../src/base/index.ts';

interface Options {
  clusters: number;
  eps: number | 'auto';
  init: 'plus' | 'random';
  soft: boolean;
}

const table: OptionTable<Options> = {
  clusters: integer({ meaning: 'how many', default: 8, min: 1, max: 1000 }),
  eps: real<number | 'auto'>({ meaning: 'radius', default: 'auto', min: 0, words: ['auto'] }),
  init: choice(['plus', 'random'], { meaning: 'where to begin', default: 'plus' }),
  soft: flag({ meaning: 'soft labels', default: false }),
};

const read = (given: unknown) => readOptions('Method', table, given as Partial<Options>);

test('readOptions() without options gives every default, frozen', () => {
  const options = readOptions('Method', table);
  expect(options).toEqual({ clusters: 8, eps: 'auto', init: 'plus', soft: false });
  expect(Object.isFrozen(options)).toBe(true);
});

test('readOptions() takes what is given, does not change it, and treats undefined as left out', () => {
  const given = Object.freeze({ clusters: 3, eps: undefined, soft: true });
  expect(read(given)).toEqual({ clusters: 3, eps: 'auto', init: 'plus', soft: true });
});

test.each([
  [{ clusters: 0 }, 'Method: clusters must be a whole number from 1 to 1000, got 0.'],
  [{ clusters: 2.5 }, 'Method: clusters must be a whole number from 1 to 1000, got 2.5.'],
  [{ clusters: '8' }, 'Method: clusters must be a whole number from 1 to 1000, got "8".'],
  [{ clusters: null }, 'Method: clusters must be a whole number from 1 to 1000, got null.'],
  [{ eps: -1 }, 'Method: eps must be a number of at least 0 or "auto", got -1.'],
  [{ eps: Number.NaN }, 'Method: eps must be a number of at least 0 or "auto", got NaN.'],
  [{ eps: 'aut' }, 'Method: eps must be a number of at least 0 or "auto", got "aut".'],
  [{ init: 'kmeans' }, 'Method: init must be one of "plus", "random", got "kmeans".'],
  [{ soft: 1 }, 'Method: soft must be true or false, got 1.'],
  [{ cluster: 8 }, 'Method: there is no option "cluster". Did you mean "clusters"?'],
  [{ trees: 8 }, 'Method: there is no option "trees". Known: clusters, eps, init, soft.'],
  [
    JSON.parse('{"__proto__": 1}'),
    'Method: there is no option "__proto__". Known: clusters, eps, init, soft.',
  ],
  [
    { constructor: 1 },
    'Method: there is no option "constructor". Known: clusters, eps, init, soft.',
  ],
  [null, 'Method: options must be an object, got null.'],
  [[8], 'Method: options must be an object, got [8].'],
])('readOptions(%j) refuses: %s', (given, message) => {
  expect(() => read(given)).toThrow(new OptionError(message));
});

test('integer() and real() accept exactly the finite numbers within their bounds', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.double(), (a, b, value) => {
      const [min, max] = a < b ? [a, b] : [b, a];
      const inside = Number.isFinite(value) && value >= min && value <= max;
      const given = { meaning: '', default: min, min, max };
      expect(real(given).accepts(value)).toBe(inside);
      expect(integer(given).accepts(value)).toBe(inside && Number.isInteger(value));
      expect(integer(given).accepts(min) && real(given).accepts(max)).toBe(true);
    }),
  );
});

test('readOptions() either gives a value back as it is or names it in an OptionError', () => {
  fc.assert(
    fc.property(fc.constantFrom('clusters', 'eps', 'init', 'soft'), fc.anything(), (key, value) => {
      let options: Readonly<Options>;
      try {
        options = read({ [key]: value });
      } catch (error) {
        expect(error).toBeInstanceOf(OptionError);
        expect((error as Error).message).toMatch(`Method: ${key} must `);
        return;
      }
      if (value !== undefined) expect(options[key]).toBe(value);
    }),
  );
});

test('optionSchema() describes bounds, words, choices and defaults as JSON Schema', () => {
  expect(optionSchema(table)).toEqual({
    type: 'object',
    additionalProperties: false,
    properties: {
      clusters: { description: 'how many', default: 8, type: 'integer', minimum: 1, maximum: 1000 },
      eps: {
        description: 'radius',
        default: 'auto',
        anyOf: [{ type: 'number', minimum: 0 }, { enum: ['auto'] }],
      },
      init: { description: 'where to begin', default: 'plus', enum: ['plus', 'random'] },
      soft: { description: 'soft labels', default: false, type: 'boolean' },
    },
  });
});
