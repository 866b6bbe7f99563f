import {
  basketSize,
  basketValue,
  invoiceCount,
  quantityBought,
  uniqueProducts,
} from './baskets.ts';
import { bestRevenues, firstHalfShare, grossRevenue, lastRevenues, netRevenue } from './money.ts';
import type { RetailFeature } from './retail-feature.ts';
import { returnInvoices, returnRateInvoices, returnRateValue } from './returns.ts';
import {
  frequency,
  invoicesPer30Days,
  meanDaysBetween,
  recencyDays,
  tenureDays,
} from './rhythm.ts';
import { rfmFrequency, rfmMonetary, rfmRecency, rfmTotal } from './scores.ts';

/** Every feature of a customer's invoices, in the order of the columns. A new one joins here. */
export const retailList: readonly RetailFeature[] = [
  grossRevenue,
  netRevenue,
  recencyDays,
  tenureDays,
  frequency,
  invoicesPer30Days,
  meanDaysBetween,
  invoiceCount,
  quantityBought,
  uniqueProducts,
  basketSize,
  basketValue,
  returnInvoices,
  returnRateValue,
  returnRateInvoices,
  ...lastRevenues,
  ...bestRevenues,
  firstHalfShare,
  rfmRecency,
  rfmFrequency,
  rfmMonetary,
  rfmTotal,
];
