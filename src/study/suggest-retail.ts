import { Document, YAMLSeq } from 'yaml';
import { retailList } from '../features/index.ts';
import type { ColumnInspection, Inspection } from '../table/index.ts';
import { comment, nameOf } from './study-text.ts';
import { annotateClean, suggestClean } from './suggest-clean.ts';

/** Lines of invoices as they were found in a file. */
export interface FoundRetail {
  /** What the study says under `features`, beside the kind. */
  readonly features: Readonly<Record<string, string>>;
  /** Rows with a quantity or an amount below 0: returns. */
  readonly returns: number;
}

interface Guessed {
  readonly layout: Inspection['layout'];
  readonly entity: readonly string[];
  readonly time?: string;
}

const invoiceWords = /invoice|order|transaction|receipt|basket|ticket|bill/i;
const quantityWords = /quantity|qty|pieces|units$|^count$|^cds$/i;
const priceWords = /price/i;
const amountWords = /amount|revenue|sales|turnover|total|spend|value|dollars|euros/i;
const productWords = /product|article|item|sku|stock|asin|isbn|ean/i;
/** Of an invoice's number, not of its date, and so on. */
const others = /date|time|name|descr|status|type|country|city|region|category/i;

/**
 * Lines of invoices: events of customers with a price beside a quantity, or an amount beside an invoice's number.
 * Undefined where the data are something else.
 */
export function findRetail({ columns }: Inspection, guess: Guessed): FoundRetail | undefined {
  const { layout, entity, time } = guess;
  if (layout !== 'events' || time === undefined) return undefined;
  const left = columns.filter(({ name }) => !entity.includes(name) && name !== time);
  const find = (words: RegExp, fits: (column: ColumnInspection) => boolean) =>
    left.find((column) => words.test(column.name) && fits(column));
  const number = ({ kind }: ColumnInspection) => kind === 'number';
  const quantity = find(quantityWords, number);
  const price = find(priceWords, number);
  const amount = find(amountWords, (column) => number(column) && column !== quantity);
  const plain = ({ name, kind }: ColumnInspection) => kind !== 'date' && !others.test(name);
  const invoice = find(invoiceWords, (column) => plain(column) && column !== amount);
  const product = find(
    productWords,
    (column) => plain(column) && column !== invoice && column !== price,
  );
  const priced = quantity !== undefined && price !== undefined;
  if (!priced && (invoice === undefined || amount === undefined)) return undefined;
  const sums = [quantity, priced ? price : amount].map((column) => column?.numbers?.negative ?? 0);
  return {
    features: {
      time,
      ...(invoice === undefined ? {} : { invoice: invoice.name }),
      ...(quantity === undefined ? {} : { quantity: quantity.name }),
      ...(priced ? { price: price.name } : { value: amount!.name }),
      ...(product === undefined ? {} : { product: product.name }),
    },
    returns: Math.max(...sums),
  };
}

/** Features that make segments; the others describe them: several measures of one thing would count it several times. */
const making = ['recency_days', 'tenure_days', 'invoices', 'basket_value', 'return_rate_value'];

/** A study of customers, with the reasons as comments. */
export function suggestRetail(
  inspection: Inspection,
  path: string,
  { features, returns }: FoundRetail,
  entity: readonly string[],
  clusters: unknown,
): string {
  const { rows, traps, columns } = inspection;
  const clean = suggestClean(inspection);
  const made = retailList.filter(
    ({ needs, from }) => needs !== 'scores' && (from === undefined || features[from] !== undefined),
  );
  const document = new Document({
    clade: 1,
    name: nameOf(path),
    parameters: { data: path },
    source: '${data}',
    ...(clean.steps.length > 0 ? { clean: clean.steps } : {}),
    entity,
    features: { kind: 'retail', ...features },
    prepare: [
      {
        step: 'drop',
        columns: made.map(({ name }) => name).filter((name) => !making.includes(name)),
      },
      { step: 'impute' },
      { step: 'log1p' },
      { step: 'standard' },
    ],
    cluster: { method: 'KMeans', clusters, restarts: 10 },
    choose: { by: 'silhouette' },
  });
  document.commentBefore = [
    ` Written from ${rows.toLocaleString('en')} rows. Change what is not meant so, then: clade fit`,
    ...traps.map(({ message }) => ` Note: ${message}`),
  ].join('\n');
  annotateClean(document, clean);
  const used = new Set([...entity, ...Object.values(features)]);
  const unused = columns.filter(({ name }) => !used.has(name)).map(({ name }) => name);
  comment(
    document,
    ['features'],
    [
      ' Lines of invoices: revenue, recency, baskets, returns and more per customer. For plain events: kind: usage.',
      ...(returns > 0
        ? [` ${returns.toLocaleString('en')} rows below 0 are taken for returns.`]
        : []),
      ' Days count up to the last day in the data; fix that day with until: 2024-12-31.',
      ...(unused.length > 0 ? [` Left out: ${unused.join(', ')}`] : []),
    ],
  );
  comment(
    document,
    ['prepare'],
    [
      ' Segments are described by all features but made of five that say different things. Money and counts spread',
      ' over orders of magnitude, so logarithms of them are compared. Fitted once here, applied unchanged by clade score.',
    ],
  );
  comment(
    document,
    ['cluster', 'clusters'],
    [' A value, a list or a range; the best is chosen below.'],
  );
  for (const item of [
    document.get('entity', true),
    document.getIn(['prepare', 0, 'columns'], true),
  ]) {
    if (item instanceof YAMLSeq) item.flow = true;
  }
  return document.toString({ lineWidth: 100 });
}
