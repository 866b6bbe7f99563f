import { expect, test } from 'vitest';
import { entityNoun } from '../../src/study/entity-noun.ts';

test.each([
  [['user_id'], 'users'],
  [['CustomerID'], 'customers'],
  [['product'], 'products'],
  [['country'], 'countries'],
  [['Stock Code'], 'entities'],
  [['Kunde'], 'entities'],
  [['branch_no'], 'branches'],
  [['users'], 'users'],
  [['id'], 'entities'],
  [['column_1'], 'entities'],
  [['キー'], 'entities'],
  [['user_id', 'type'], 'entities'],
  [undefined, 'rows'],
])('entityNoun(%j) is %s', (keys, noun) => {
  expect(entityNoun(keys)).toBe(noun);
});
