import { expect, test } from 'vitest';
import { columnsUsed, parseStudy } from '../../src/study/index.ts';

const head = 'clade: 1\nname: test\nsource: data.csv\ncluster: { method: KMeans, clusters: 3 }\n';
const chosen = (study: string, columns: readonly string[]) =>
  columnsUsed(parseStudy(head + study))?.(columns);

test('columnsUsed(study) keeps the columns of usage events that the study names', () => {
  const study = 'entity: [user]\nfeatures: { kind: usage, time: dt, value: calls }';
  expect(chosen(study, ['id', 'user', 'dt', 'calls', 'agent'])).toEqual(['user', 'dt', 'calls']);
});

test('columnsUsed(study) keeps what cleaning renames, reads, drops by and fills from', () => {
  const study = `
entity: customer_id
clean:
  - step: rename
  - { step: drop, columns: [description], missing: true }
  - { step: fill-id, columns: [customer_id], from: invoice_no }
features: { kind: retail, time: invoice_date, quantity: quantity, price: unit_price, invoice: invoice_no }`;
  const columns = [
    'InvoiceNo',
    'StockCode',
    'Description',
    'Quantity',
    'InvoiceDate',
    'UnitPrice',
    'CustomerID',
    'Country',
  ];
  expect(chosen(study, columns)).toEqual(
    columns.filter((column) => !['StockCode', 'Country'].includes(column)),
  );
});

test('columnsUsed(study) keeps new and old names of columns renamed one by one', () => {
  const study = `
entity: customer
clean:
  - { step: rename, names: { KUNDE: customer } }
features: { kind: usage, time: day }`;
  expect(chosen(study, ['KUNDE', 'day', 'other'])).toEqual(['KUNDE', 'day']);
});

test.each([
  ['features: { kind: table }'],
  ['entity: id\nfeatures: { kind: series, columns: "W*" }'],
  ['entity: id\nfeatures: { kind: usage, time: day }\nclean: [{ step: duplicates }]'],
])('columnsUsed(study) may need any column for %j', (study) => {
  expect(columnsUsed(parseStudy(head + study))).toBeUndefined();
});

test('columnsUsed(study) keeps all when a name is nowhere, so that the mistake is told with all names', () => {
  const study = 'entity: user\nfeatures: { kind: table, columns: [spend, vists] }';
  expect(chosen(study, ['user', 'spend', 'visits'])).toEqual(['user', 'spend', 'visits']);
});
