import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  AbortedError,
  BundleError,
  CladeError,
  DataError,
  EngineError,
  ModelError,
  nearest,
  OptionError,
  QueryError,
  SourceError,
  show,
  suggest,
} from '../../src/base/index.ts';

test.each([
  [OptionError, 'OptionError', 'option'],
  [DataError, 'DataError', 'data'],
  [SourceError, 'SourceError', 'source'],
  [ModelError, 'ModelError', 'model'],
  [BundleError, 'BundleError', 'bundle'],
  [EngineError, 'EngineError', 'engine'],
])('new %o() has its own name, a code that lasts, and keeps the cause', (Kind, name, code) => {
  const cause = new Error('underneath');
  const error = new Kind('where: what.', { cause });
  expect(error).toBeInstanceOf(CladeError);
  expect(error).toMatchObject({ name, code, cause, message: 'where: what.' });
});

test('new QueryError() keeps the SQL, new AbortedError() says that it was asked to stop', () => {
  expect(new QueryError('no', 'SELECT ?')).toMatchObject({ code: 'query', sql: 'SELECT ?' });
  expect(new AbortedError()).toMatchObject({ code: 'aborted', message: 'Stopped on request.' });
});

const circular: { self?: unknown } = {};
circular.self = circular;

test.each([
  ['eight', '"eight"'],
  [8, '8'],
  [Number.NaN, 'NaN'],
  [null, 'null'],
  [undefined, 'undefined'],
  [[1, 'a'], '[1,"a"]'],
  [{ eps: 1 }, '{"eps":1}'],
  [new Float32Array(3), 'Float32Array'],
  [new Map([[1, 2]]), 'Map'],
  [circular, 'an object'],
  [{ big: 1n }, 'an object'],
  [() => 1, 'a function'],
  [Symbol('s'), 'Symbol(s)'],
])('show(%o) is %s', (value, text) => {
  expect(show(value)).toBe(text);
});

test('show() never throws, stays on one line and within 80 characters, and cuts no letter in half', () => {
  expect(show('x'.repeat(200))).toBe(`"${'x'.repeat(78)}…`);
  expect(show(`${'x'.repeat(77)}😀${'x'.repeat(9)}`)).toBe(`"${'x'.repeat(77)}…`);
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const text = show(value);
      expect(text.length).toBeLessThanOrEqual(80);
      expect(text).not.toMatch(/[\n\r]/);
    }),
  );
});

const options = ['clusters', 'minSamples', 'maxIterations', 'eps', 'seed', 'id', 'covariance'];

test.each([
  ['cluster', 'clusters'],
  ['clutsers', 'clusters'],
  ['n_clusters', 'clusters'],
  ['min_samples', 'minSamples'],
  ['MINSAMPLES', 'minSamples'],
  ['max_iter', 'maxIterations'],
  ['covariance_type', 'covariance'],
  ['esp', 'eps'],
  ['sede', 'seed'],
])('nearest("%s") among the options is "%s"', (word, expected) => {
  expect(nearest(word, options)).toBe(expected);
});

test.each(['x', 'k', 'linkage', '', 'zz'])('nearest("%s") among the options is nothing', (word) => {
  expect(nearest(word, options)).toBeUndefined();
});

test('suggest() offers the nearest name, or lists at most twelve', () => {
  expect(suggest('epss', options)).toBe('Did you mean "eps"?');
  expect(suggest('linkage', ['a', 'b'])).toBe('Known: a, b.');
  expect(suggest('linkage', [])).toBe('');
  const many = Array.from({ length: 13 }, (_, i) => `column ${i + 10}`);
  expect(suggest('linkage', many)).toMatch(/^Known: column 10, .*column 21, …\.$/);
});

test('nearest() finds a name that it is given, whatever it is', () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.nat(), (known, i) => {
      const wanted = known[i % known.length];
      expect(nearest(wanted.toUpperCase(), known)).toBe(wanted);
    }),
  );
});
