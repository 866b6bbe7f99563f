/** What a customer buys at once, and in all. */
import { sql } from '../../sql/index.ts';
import { customer, type RetailFeature } from './retail-feature.ts';

const { gross, invoices, products, quantity } = customer;

export const invoiceCount: RetailFeature = {
  name: 'invoices',
  unit: 'invoices',
  meaning: 'Different invoices with a purchase.',
  sql: invoices,
};

export const quantityBought: RetailFeature = {
  name: 'quantity',
  unit: 'pieces',
  meaning: 'Pieces bought, returns not taken off; 0 without a purchase.',
  from: 'quantity',
  sql: quantity,
};

export const basketSize: RetailFeature = {
  name: 'basket_size',
  unit: 'pieces per invoice',
  meaning: 'Mean pieces of an invoice; missing without a purchase.',
  from: 'quantity',
  sql: sql`CASE WHEN ${invoices} > 0 THEN ${quantity} / ${invoices} END`,
};

export const basketValue: RetailFeature = {
  name: 'basket_value',
  unit: 'money per invoice',
  meaning: 'Mean value of an invoice; missing without a purchase.',
  sql: sql`CASE WHEN ${invoices} > 0 THEN ${gross} / ${invoices} END`,
};

export const uniqueProducts: RetailFeature = {
  name: 'unique_products',
  unit: 'products',
  meaning: 'Different products bought.',
  from: 'product',
  needs: 'products',
  sql: products,
};
