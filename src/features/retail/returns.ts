/** What comes back. */
import { sql } from '../../sql/index.ts';
import { customer, type RetailFeature } from './retail-feature.ts';

const { gross, invoices, returned, returns } = customer;

export const returnInvoices: RetailFeature = {
  name: 'returns',
  unit: 'invoices',
  meaning: 'Different invoices with a returned line.',
  sql: returns,
};

export const returnRateValue: RetailFeature = {
  name: 'return_rate_value',
  unit: 'share',
  meaning:
    'Value of the returns over that of the purchases; above 1 where more came back than was bought in these data. Missing where nothing of value was bought.',
  sql: sql`CASE WHEN ${gross} > 0 THEN ${returned} / ${gross} END`,
};

export const returnRateInvoices: RetailFeature = {
  name: 'return_rate_invoices',
  unit: 'returns per invoice',
  meaning: 'Invoices with a return over invoices with a purchase; missing without a purchase.',
  sql: sql`CASE WHEN ${invoices} > 0 THEN ${returns} / ${invoices} END`,
};
