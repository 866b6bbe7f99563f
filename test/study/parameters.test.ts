import { expect, test } from 'vitest';
import { fillParameters, mergeParameters } from '../../src/study/parameters.ts';

test('fillParameters keeps the type of a value that is the whole text', () => {
  expect(fillParameters({ eps: '${eps}', list: ['${eps}', 'x${eps}'] }, { eps: 0.5 })).toEqual({
    eps: 0.5,
    list: [0.5, 'x0.5'],
  });
});

test('fillParameters never fills in twice, so a value may hold a mark itself', () => {
  expect(fillParameters('a ${x}', { x: '${y}', y: 'no' })).toBe('a ${y}');
});

test('fillParameters refuses a name that is not declared, and suggests', () => {
  expect(() => fillParameters('${dat}', { data: 'x' })).toThrow(/Did you mean "data"/);
});

test('mergeParameters refuses a parameter that the study does not have', () => {
  expect(() => mergeParameters({ data: 'x' }, { daat: 'y' })).toThrow(
    /no parameter "daat". Did you mean "data"/,
  );
});
