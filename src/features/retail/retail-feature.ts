import { type Fragment, name } from '../../sql/index.ts';
import type { Feature } from '../types.ts';

/** Columns of the data that not every shop has. */
export type Given = 'quantity' | 'product';

/** Steps that only some features need: distinct products, sums per day, sums over running days, scores. */
export type Need = 'products' | 'days' | 'windows' | 'scores';

/** A feature of a customer's invoices: its meaning, and its SQL as an expression over `customer`. */
export interface RetailFeature extends Feature {
  readonly sql: Fragment;
  readonly needs?: Need;
  /** A column without which the feature has nothing to say. */
  readonly from?: Given;
}

/** Lengths of the moving sums, in days. */
export const WINDOWS = [7, 14, 21, 28] as const;

/**
 * What an expression may use: facts of one customer up to the reference.
 *
 * `invoices` with a purchase and `returns`, invoices with a returned line; `gross` value of the purchases
 * and `returned` value of the returns, both ≥ 0; `quantity` bought; days `sinceLast` and `sinceFirst`
 * purchase up to the reference and `span` between these, missing without a purchase; `purchaseDays`
 * different days with a purchase and `daySpan` calendar days from the first to the last of them; `products`
 * bought; `firstHalf` value of purchases from the 1st to the 15th of a month; scores from 1.
 */
export const customer = {
  invoices: name('invoices'),
  returns: name('returns'),
  gross: name('gross'),
  returned: name('returned'),
  quantity: name('quantity'),
  sinceLast: name('since_last'),
  sinceFirst: name('since_first'),
  span: name('span'),
  purchaseDays: name('purchase_days'),
  daySpan: name('day_span'),
  products: name('products'),
  firstHalf: name('first_half'),
  recencyScore: name('recency_score'),
  frequencyScore: name('frequency_score'),
  monetaryScore: name('monetary_score'),
} as const;

/** Value of the purchases of the last days before the reference, its own day counted. */
export const lastDays = (days: number): Fragment => name(`last_${days}`);

/** The largest value of purchases in so many days in a row. */
export const bestDays = (days: number): Fragment => name(`best_${days}`);
