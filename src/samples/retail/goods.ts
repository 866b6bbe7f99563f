import type { Random } from '../../base/index.ts';

/** One article of the shop. */
export interface Good {
  readonly code: string;
  readonly text: string;
  readonly price: number;
}

const qualities = [
  ...['BLUE', 'GREEN', 'YELLOW', 'STRIPED', 'DOTTED', 'SMALL', 'LARGE', 'WOODEN', 'TIN', 'GLASS'],
  ...['PAPER', 'FELT', 'LINEN', 'COPPER', 'STONEWARE', 'FOLDING', 'PAIR OF', 'BOX OF 6', 'FROSTED'],
];
const things = [
  ...['JUG', 'EGG TIMER', 'LUNCH TIN', 'BIRD HOUSE', 'WASHING LINE', 'COAT HOOK', 'TEA TOWEL'],
  ...['PLANT POT', 'BISCUIT CUTTER', 'PICNIC RUG', 'DOOR STOP', 'SEWING KIT', 'GARDEN TWINE'],
  ...['WALL CLOCK', 'CANDLE STICK', 'SPICE RACK', 'HOT WATER BOTTLE', 'PENCIL CASE', 'TRAY'],
];
const ends = ['', '', '', ', GIFT WRAPPED', ' £1 RANGE', ' SET', ', ASSORTED COLOURS'];

/** A shop's articles, the same for the same generator: codes of five digits, some with a letter behind. */
export function makeGoods(random: Random, count: number): Good[] {
  return Array.from({ length: count }, (_, i) => {
    const name = [qualities, things, ends].map((list) => list[random.integer(list.length)]);
    const letter = random.next() < 0.25 ? 'ABCDEF'[random.integer(6)] : '';
    return {
      code: `${20_000 + i * 7}${letter}`,
      text: `${name[0]} ${name[1]}${name[2]}`,
      price: Math.max(0.19, Math.round(250 * Math.exp(0.8 * random.normal())) / 100),
    };
  });
}

/** What is no article but stands on invoices: codes of letters only. */
export const charges = [
  { code: 'POST', text: 'POSTAGE', price: 18 },
  { code: 'M', text: 'Manual', price: 4.5 },
  { code: 'FEE', text: 'CARD FEE', price: 1.25 },
  { code: 'SAMPLES', text: 'SAMPLES', price: 2.1 },
] as const;
