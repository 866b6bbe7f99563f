/**
 * A name in snake case: InvoiceNo → invoice_no, CustomerID → customer_id, 'Unit Price' → unit_price.
 *
 * Source: the rules of `underscore` in Rails' and Python's inflection.   Differs: whatever is no letter or digit
 * becomes one underscore, so that names with blanks and dots need no quotes.
 */
export function snakeCase(name: string): string {
  const bare = name
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1_$2')
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
  return bare === '' ? name : bare;
}
