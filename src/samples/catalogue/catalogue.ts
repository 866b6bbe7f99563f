import { integer, Random, readOptions } from '../../base/index.ts';
import type { Sample, SampleMethod, SampleRow } from '../types.ts';
import { commonWords, type ProductLine, productLines, smallBrands } from './product-lines.ts';

export interface CatalogueOptions {
  /** Which data: the same seed gives the same rows. Default: 0. */
  seed: number;
  /** Rows of the catalogue. Default: 900. */
  products: number;
}

const columns = [
  'asin',
  'brand',
  'title',
  'url',
  'image',
  'rating',
  'reviewUrl',
  'totalReviews',
  'price',
  'originalPrice',
] as const;

/** Share of the products whose price is not known and stands as 0. */
const UNKNOWN_PRICE = 0.15;
/** Share of the products without a maker. */
const NO_BRAND = 0.01;

/**
 * A shop's catalogue of six known kinds of products, as catalogues are: numbers, a maker, a free title,
 * links; a price of 0 where none is known, a list price only where it was reduced, makers of a few products.
 */
export const catalogueSample: SampleMethod<CatalogueOptions> = {
  title: 'A shop’s catalogue of six known kinds of products: numbers, makers, titles, links',
  columns,
  table: {
    seed: integer({ meaning: 'Which data: the same seed gives the same rows.', default: 0 }),
    products: integer({ meaning: 'Rows of the catalogue.', default: 900, min: 1 }),
  },
  generate(options = {}): Sample {
    const { seed, products } = readOptions('catalogueSample', catalogueSample.table, options);
    return {
      columns,
      rows: () => productRows(seed, products),
      truthColumns: ['asin', 'group'],
      truth: () => truthRows(seed, products),
    };
  },
};

interface Product {
  readonly asin: string;
  readonly line: ProductLine;
  readonly random: Random;
}

function* products(seed: number, count: number): Generator<Product, void> {
  const root = new Random(seed).fork('catalogue');
  for (let i = 1; i <= count; i++) {
    const random = root.fork(i);
    const line = byShare(random, productLines, ({ share }) => share);
    const asin = `P${random.bits().toString(36).toUpperCase().padStart(7, '0')}${i}`;
    yield { asin, line, random };
  }
}

function* productRows(seed: number, count: number): Generator<SampleRow, void> {
  for (const { asin, line, random } of products(seed, count)) {
    const title = titleOf(line, random);
    const slug = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const price = line.price * Math.exp(Math.log(line.factor) * random.normal());
    const reduced = random.next() < line.reduced;
    const known = random.next() >= UNKNOWN_PRICE;
    yield [
      asin,
      brandOf(line, random),
      title,
      `https://shop.example/${slug}/p/${asin}`,
      `https://img.shop.example/${asin}.jpg`,
      ratingOf(line, random).toFixed(1),
      `https://shop.example/reviews/${asin}`,
      Math.round(line.reviews * Math.exp(0.8 * random.normal())),
      known ? price.toFixed(2) : 0,
      reduced ? (price * (1.1 + 0.5 * random.next())).toFixed(2) : 0,
    ];
  }
}

function* truthRows(seed: number, count: number): Generator<SampleRow, void> {
  for (const { asin, line } of products(seed, count)) yield [asin, line.group];
}

function brandOf({ brands }: ProductLine, random: Random): string {
  if (random.next() < NO_BRAND) return '';
  let left = random.next();
  for (const [brand, share] of Object.entries(brands)) {
    left -= share;
    if (left < 0) return brand;
  }
  return smallBrands[random.integer(smallBrands.length)];
}

/** “Black Dimmable Desk Lamp, Modern”: some qualities, the thing, now and then a common word. */
function titleOf({ things, qualities }: ProductLine, random: Random): string {
  const some = random.sample(qualities.length, 1 + random.integer(3));
  const words = Array.from(some, (at) => qualities[at]);
  const title = [...words, things[random.integer(things.length)]].join(' ');
  const end = random.next() < 0.5 ? `, ${commonWords[random.integer(commonWords.length)]}` : '';
  return title.slice(0, 1).toUpperCase() + title.slice(1) + end;
}

function ratingOf({ rating }: ProductLine, random: Random): number {
  return Math.min(5, Math.max(1, rating + 0.35 * random.normal()));
}

/** One of a list, each as often as its share. */
function byShare<T>(random: Random, list: readonly T[], share: (item: T) => number): T {
  let left = random.next();
  for (const item of list) {
    left -= share(item);
    if (left < 0) return item;
  }
  return list[list.length - 1];
}
