import { Random } from '../../base/index.ts';
import { type Kind, kinds } from './kinds.ts';

/** Customers have the ids from here on. */
const FIRST_ID = 12_001;

export interface Customer {
  readonly id: number;
  readonly kind: Kind;
  /** The customer's own generator; what is drawn from forks of it does not depend on the order. */
  readonly random: Random;
}

export function customerOf(root: Random, i: number): Customer {
  const random = root.fork(i);
  let left = random.next();
  const kind = kinds.find(({ share }) => {
    left -= share;
    return left < 0;
  });
  return { id: FIRST_ID + i, kind: kind ?? kinds[kinds.length - 1], random };
}

/** What happens on a day: a customer's visit, or what comes back of one. */
export interface DayPlan {
  /** Place of the customer. */
  readonly customer: number;
  /** The number of the visit; −1 − number for what comes back of it. */
  readonly visit: number;
}

/** The visit of a giant order that is cancelled on the spot. */
export const GIANT = 30_000;
/** One customer in so many makes one. */
const GIANTS = 997;

/**
 * Who comes when, sorted by day, for any number of customers: 6 bytes per visit instead of the invoices.
 *
 * @returns the plans of a day, in the order of the customers
 */
export function schedule(
  seed: number,
  customers: number,
  days: number,
): (day: number) => DayPlan[] {
  const root = new Random(seed).fork('retail');
  const starts = new Int32Array(days + 1);
  forEachPlan(root, customers, days, (day) => {
    starts[day + 1]++;
  });
  for (let day = 0; day < days; day++) starts[day + 1] += starts[day];
  const who = new Int32Array(starts[days]);
  const what = new Int16Array(starts[days]);
  const ends = starts.slice();
  forEachPlan(root, customers, days, (day, customer, visit) => {
    who[ends[day]] = customer;
    what[ends[day]++] = visit;
  });
  return (day) =>
    Array.from({ length: starts[day + 1] - starts[day] }, (_, i) => ({
      customer: who[starts[day] + i],
      visit: what[starts[day] + i],
    }));
}

function forEachPlan(
  root: Random,
  customers: number,
  days: number,
  visit: (day: number, customer: number, visit: number) => void,
): void {
  for (let i = 0; i < customers; i++) {
    const { kind, random } = customerOf(root, i);
    const comes = kind.visits(random, days);
    for (const [number, day] of comes.entries()) {
      visit(day, i, number);
      if (random.next() >= kind.returns) continue;
      const back = day + 1 + random.integer(20);
      if (back < days) visit(back, i, -1 - number);
    }
    if (i % GIANTS === 5) visit(comes[0], i, GIANT);
  }
}
