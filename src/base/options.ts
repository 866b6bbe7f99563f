/**
 * Option tables: one description of an estimator's options that drives the check, the message, the
 * JSON Schema, the CLI help and the studio's forms. The interface beside it is for people.
 */
import { OptionError, show, suggest } from './errors.ts';

interface Described<T> {
  /** What the option is, with its unit. */
  readonly meaning: string;
  readonly default: T;
}

/** How one option is checked. `parse` gives the value back or says what must hold. */
export interface OptionKind<T> extends Described<T> {
  readonly kind:
    | 'integer'
    | 'real'
    | 'choice'
    | 'flag'
    | 'integers'
    | 'text'
    | 'scalar'
    | 'scalars'
    | 'mapping';
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly (string | number)[];
  /** True when a study may give a list or a range of values to try. */
  readonly searchable: boolean;
  accepts(value: unknown): boolean;
  readonly must: string;
}

export type OptionTable<O> = { readonly [K in keyof O]-?: OptionKind<O[K]> };

interface Bounds<T> extends Described<T> {
  readonly min?: number;
  readonly max?: number;
  /** Words accepted beside numbers, such as 'auto'. */
  readonly words?: readonly string[];
}

function numeric<T>(kind: 'integer' | 'real', given: Bounds<T>): OptionKind<T> {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, words = [] } = given;
  const noun = kind === 'integer' ? 'a whole number' : 'a number';
  let must = `be ${noun}`;
  if (given.min !== undefined && given.max !== undefined) must += ` from ${min} to ${max}`;
  else if (given.min !== undefined) must += ` of at least ${min}`;
  else if (given.max !== undefined) must += ` of at most ${max}`;
  if (words.length > 0) must += ` or ${words.map(show).join(' or ')}`;
  return {
    kind,
    meaning: given.meaning,
    default: given.default,
    min: given.min,
    max: given.max,
    choices: words.length > 0 ? words : undefined,
    searchable: true,
    must,
    accepts: (value) =>
      (typeof value === 'string' && words.includes(value)) ||
      (typeof value === 'number' &&
        Number.isFinite(value) &&
        value >= min &&
        value <= max &&
        (kind === 'real' || Number.isInteger(value))),
  };
}

/** A whole number between `min` and `max`, both included. */
export function integer<T extends number | string = number>(given: Bounds<T>): OptionKind<T> {
  return numeric('integer', given);
}

/** A finite number between `min` and `max`, both included. */
export function real<T extends number | string = number>(given: Bounds<T>): OptionKind<T> {
  return numeric('real', given);
}

/** One of a few words. */
export function choice<T extends string>(
  choices: readonly T[],
  given: Described<NoInfer<T>>,
): OptionKind<T> {
  return {
    ...given,
    kind: 'choice',
    choices,
    searchable: true,
    must: `be one of ${choices.map(show).join(', ')}`,
    accepts: (value) => choices.includes(value as T),
  };
}

/** Yes or no. */
export function flag(given: Described<boolean>): OptionKind<boolean> {
  return {
    ...given,
    kind: 'flag',
    searchable: false,
    must: 'be true or false',
    accepts: (value) => typeof value === 'boolean',
  };
}

/** A list of whole numbers, each between `min` and `max`, such as the widths of a net's layers. A list is one value: it is never a list of values to try. */
export function integers(
  given: Omit<Bounds<readonly number[]>, 'words'>,
): OptionKind<readonly number[]> {
  const one = numeric('integer', {
    meaning: given.meaning,
    default: 0,
    min: given.min,
    max: given.max,
  });
  const bounds = one.must.replace('be a whole number', 'numbers');
  return {
    kind: 'integers',
    meaning: given.meaning,
    default: given.default,
    min: given.min,
    max: given.max,
    searchable: false,
    must: `be a list of whole ${bounds}`,
    accepts: (value) =>
      Array.isArray(value) &&
      value.every((entry) => typeof entry === 'number' && one.accepts(entry)),
  };
}

/** A text, such as the name of a column. */
export function text(given: Described<string>): OptionKind<string> {
  return {
    ...given,
    kind: 'text',
    searchable: false,
    must: 'be a text',
    accepts: (value) => typeof value === 'string',
  };
}

/** A value of a cell, as a study writes it. */
export type Scalar = string | number | boolean;

const isScalar = (value: unknown) =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value));

/** A number, a text or yes and no. */
export function scalar(given: Described<Scalar>): OptionKind<Scalar> {
  return {
    ...given,
    kind: 'scalar',
    searchable: false,
    must: 'be a number or a text',
    accepts: isScalar,
  };
}

/** A list of values, at least one. A list is one value: it is never a list of values to try. */
export function scalars(given: Described<readonly Scalar[]>): OptionKind<readonly Scalar[]> {
  return {
    ...given,
    kind: 'scalars',
    searchable: false,
    must: 'be a list of numbers or texts',
    accepts: (value) => Array.isArray(value) && value.length > 0 && value.every(isScalar),
  };
}

/** Old value to new one; null stands for missing. */
export type Mapping = Readonly<Record<string, Scalar | null>>;

/** What each of some names or values becomes. */
export function mapping(given: Described<Mapping>): OptionKind<Mapping> {
  return {
    ...given,
    kind: 'mapping',
    searchable: false,
    must: 'be pairs such as old: new',
    accepts: (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.keys(value).length > 0 &&
      Object.values(value).every((to) => to === null || isScalar(to)),
  };
}

/** An option that may be left out altogether: null then. */
export function optional<T>(kind: Omit<OptionKind<T>, 'default'>): OptionKind<T | null> {
  return { ...kind, default: null, accepts: (value) => value === null || kind.accepts(value) };
}

/**
 * The options with every default filled in.
 *
 * @throws {OptionError} an unknown key (with a suggestion), a value out of bounds, or no object at all
 */
export function readOptions<O extends object>(
  where: string,
  table: OptionTable<O>,
  given: Partial<O> = {},
): Readonly<Required<O>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new OptionError(`${where}: options must be an object, got ${show(given)}.`);
  }
  const known = Object.keys(table) as (keyof O & string)[];
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(table, key)) {
      throw new OptionError(`${where}: there is no option ${show(key)}. ${suggest(key, known)}`);
    }
  }
  const read = {} as Required<O>;
  for (const key of known) {
    const value = given[key];
    const kind = table[key];
    if (value === undefined) {
      read[key] = kind.default as Required<O>[typeof key];
    } else if (kind.accepts(value)) {
      read[key] = value as Required<O>[typeof key];
    } else {
      throw new OptionError(`${where}: ${key} must ${kind.must}, got ${show(value)}.`);
    }
  }
  return Object.freeze(read);
}

/** The table as JSON Schema, for editors and forms. */
export function optionSchema<O>(table: OptionTable<O>): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  for (const [key, option] of Object.entries(table) as [string, OptionKind<unknown>][]) {
    const value = valueSchema(option);
    const words = option.kind !== 'choice' && option.choices ? [{ enum: option.choices }] : [];
    properties[key] = {
      description: option.meaning,
      default: option.default,
      ...(words.length > 0 ? { anyOf: [value, ...words] } : value),
    };
  }
  return { type: 'object', additionalProperties: false, properties };
}

function valueSchema(option: OptionKind<unknown>): Record<string, unknown> {
  const any = { type: ['string', 'number', 'boolean'] };
  switch (option.kind) {
    case 'flag':
      return { type: 'boolean' };
    case 'choice':
      return { enum: option.choices };
    case 'integers':
      return { type: 'array', items: numberSchema('integer', option) };
    case 'text':
      return { type: 'string' };
    case 'scalar':
      return any;
    case 'scalars':
      return { type: 'array', minItems: 1, items: any };
    case 'mapping':
      return { type: 'object', additionalProperties: { type: [...any.type, 'null'] } };
    default:
      return numberSchema(option.kind, option);
  }
}

function numberSchema(type: 'integer' | 'real', { min, max }: OptionKind<unknown>) {
  return {
    type: type === 'integer' ? 'integer' : 'number',
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
  };
}
