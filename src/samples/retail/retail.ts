import { integer, Random, readOptions } from '../../base/index.ts';
import type { Sample, SampleMethod, SampleRow } from '../types.ts';
import { charges, type Good, makeGoods } from './goods.ts';
import { type Customer, customerOf, GIANT, schedule } from './schedule.ts';

export interface RetailSampleOptions {
  /** Which data: the same seed gives the same rows. Default: 0. */
  seed: number;
  /** Customers that are known by an id. Default: 1,500, which make some 80,000 lines. */
  customers: number;
  /** Days from 2023-01-02. Default: 364. */
  days: number;
  /** Articles of the shop. Default: 600. */
  products: number;
}

/** 2023-01-02, a Monday. */
const START = Date.UTC(2023, 0, 2);
const DAY_MS = 86_400_000;

/** Share of the invoices whose customer was not asked for. */
const UNKNOWN = 0.08;
/** Share of the lines that stand twice, as they are. */
const TWICE = 0.006;
/** Pieces of an order that was a slip of the hand. */
const SLIP = 61_440;

const columns = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

/** Where customers live; the last two are no countries. */
const countries: readonly (readonly [string, number])[] = [
  ['United Kingdom', 0.86],
  ['Ireland', 0.04],
  ['Germany', 0.035],
  ['France', 0.03],
  ['Netherlands', 0.02],
  ['Portugal', 0.009],
  ['European Community', 0.002],
  ['Unspecified', 0.004],
];

/**
 * Lines of a gift shop's invoices, as a till leaves them: customers of six known kinds, and the dirt of real files.
 *
 * Written in windows-1252 with CRLF, dates as 3/18/2023 9:05, ids as 17850.0. Some invoices have no customer,
 * stock corrections no description and a price of 0, charges a code of letters; returns are invoices with a C
 * before their number and negative quantities; one customer in a thousand orders by mistake more than all others
 * and cancels; a few lines stand twice. Rows come by day and minute. Memory: 6 bytes per invoice.
 */
export const retailSample: SampleMethod<RetailSampleOptions> = {
  title: 'Lines of a gift shop’s invoices, from six known kinds of customers',
  columns,
  table: {
    seed: integer({ meaning: 'Which data: the same seed gives the same rows.', default: 0 }),
    customers: integer({
      meaning: 'Customers that are known by an id, with some 50 lines each.',
      default: 1500,
      min: 1,
    }),
    days: integer({ meaning: 'Days from 2023-01-02.', default: 364, min: 60, max: 2000 }),
    products: integer({ meaning: 'Articles of the shop.', default: 600, min: 1, max: 10_000 }),
  },
  generate(options = {}): Sample {
    const asked = readOptions('retailSample', retailSample.table, options);
    return {
      columns,
      rows: () => retailRows(asked),
      truthColumns: ['CustomerID', 'group'],
      truth: () => truthRows(asked),
      text: { newline: '\r\n', encoding: 'windows-1252' },
    };
  },
};

/** One invoice before it has a number: what stands on its lines, by minute of the day. */
interface Invoice {
  readonly minute: number;
  readonly id: string;
  readonly country: string;
  readonly returned: boolean;
  readonly lines: readonly Line[];
}

type Line = readonly [good: Pick<Good, 'code' | 'text'>, pieces: number, price: number];

function* retailRows({
  seed,
  customers,
  days,
  products,
}: RetailSampleOptions): Generator<SampleRow, void> {
  const root = new Random(seed).fork('retail');
  const goods = makeGoods(root.fork('goods'), products);
  const plansOf = schedule(seed, customers, days);
  const dirt = root.fork('dirt');
  let number = 400_001;
  for (let day = 0; day < days; day++) {
    const known = plansOf(day).flatMap(({ customer, visit }) => {
      const who = customerOf(root, customer);
      return visit === GIANT ? slip(who, goods) : [invoiceOf(who, visit, goods)];
    });
    const strangers = known.filter(() => dirt.next() < UNKNOWN).map(() => stranger(dirt, goods));
    const corrections = dirt.next() < 0.3 ? [correction(dirt, goods)] : [];
    const all = [...known, ...strangers, ...corrections].sort((a, b) => a.minute - b.minute);
    const date = new Date(START + day * DAY_MS);
    const text = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
    for (const { minute, id, country, returned, lines } of all) {
      const invoice = `${returned ? 'C' : ''}${number++}`;
      const at = `${text} ${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
      for (const [good, pieces, price] of lines) {
        const row = [invoice, good.code, good.text, pieces, at, price, id, country];
        yield row;
        if (dirt.next() < TWICE) yield row;
      }
    }
  }
}

function* truthRows({ seed, customers }: RetailSampleOptions): Generator<SampleRow, void> {
  const root = new Random(seed).fork('retail');
  for (let i = 0; i < customers; i++) {
    const { id, kind } = customerOf(root, i);
    yield [id, kind.group];
  }
}

/** A visit; or, of a visit below 0, what comes back of it: some of the same lines, some of the pieces. */
function invoiceOf({ id, kind, random }: Customer, visit: number, goods: readonly Good[]): Invoice {
  const own = random.fork('own');
  const country = countryOf(own);
  const [size, amount] = [0.25, 0.3].map((spread) => Math.exp(spread * own.normal()));
  const returned = visit < 0;
  const draw = random.fork(`visit ${returned ? -1 - visit : visit}`);
  const count = 1 + poisson(draw, kind.lines * size - 1);
  const lines = Array.from({ length: count }, (): Line => {
    const good = goods[Math.floor(goods.length * draw.next() ** 2)];
    const pieces = Math.max(1, Math.round(kind.pieces * amount * Math.exp(0.7 * draw.normal())));
    const price = draw.next() < 0.004 ? 0 : good.price;
    return [good, pieces, price];
  });
  if (!returned) {
    const [post, manual] = charges;
    if (country !== 'United Kingdom') lines.push([post, 1, post.price]);
    else if (draw.next() < 0.03) lines.push([manual, 1, manual.price]);
    return { minute: minuteOf(draw), id: `${id}.0`, country, returned, lines };
  }
  const back = random.fork(`back ${visit}`);
  const some = lines.filter(() => back.next() < 0.55);
  return {
    minute: minuteOf(back),
    id: `${id}.0`,
    country,
    returned,
    lines: (some.length > 0 ? some : lines.slice(0, 1)).map(([good, pieces, price]) => [
      good,
      -Math.max(1, Math.round(pieces * (0.5 + back.next() / 2))),
      price,
    ]),
  };
}

/** A giant order, and its cancellation twelve minutes later. */
function slip({ id, random }: Customer, goods: readonly Good[]): Invoice[] {
  const country = countryOf(random.fork('own'));
  const good = goods[0];
  return [1, -1].map((sign) => ({
    minute: sign > 0 ? 600 : 612,
    id: `${id}.0`,
    country,
    returned: sign < 0,
    lines: [[good, sign * SLIP, good.price] as const],
  }));
}

/** An invoice without a customer, now and then with a fee or samples on it. */
function stranger(draw: Random, goods: readonly Good[]): Invoice {
  const lines = Array.from({ length: 1 + poisson(draw, 6) }, (): Line => {
    const good = goods[draw.integer(goods.length)];
    return [good, 1 + draw.integer(4), Math.round(good.price * 210) / 100];
  });
  const extra = charges[2 + draw.integer(2)];
  if (draw.next() < 0.2) lines.push([extra, 1, extra.price]);
  return { minute: minuteOf(draw), id: '', country: 'United Kingdom', returned: false, lines };
}

/** Stock that was counted anew: no description, no price, no customer. */
function correction(draw: Random, goods: readonly Good[]): Invoice {
  const { code } = goods[draw.integer(goods.length)];
  const pieces = draw.integer(200) - 140 || 1;
  return {
    minute: minuteOf(draw),
    id: '',
    country: 'United Kingdom',
    returned: false,
    lines: [[{ code, text: '' }, pieces, 0]],
  };
}

function countryOf(random: Random): string {
  let left = random.next();
  const found = countries.find(([, share]) => {
    left -= share;
    return left < 0;
  });
  return (found ?? countries[0])[0];
}

/** Shops are open from 8 to 18. */
const minuteOf = (random: Random) => 480 + random.integer(600);

/** Draws from the Poisson distribution by counting uniform draws (Knuth 1969, 3.4.1); for means of some dozens. */
function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-Math.max(0, mean));
  let count = -1;
  for (let product = 1; product > limit; count++) product *= random.next();
  return count;
}
