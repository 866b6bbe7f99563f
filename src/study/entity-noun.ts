/** What keys are often called, with the plural where it is not a plain s. */
const NOUNS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['account', 'article', 'client', 'customer', 'device', 'employee', 'household', 'item'],
      ...[
        'member',
        'merchant',
        'meter',
        'patient',
        'product',
        'region',
        'seller',
        'sensor',
        'shop',
      ],
      ...['store', 'student', 'subscriber', 'supplier', 'user', 'vehicle', 'visitor'],
    ].map((noun) => [noun, `${noun}s`]),
  ),
  branch: 'branches',
  city: 'cities',
  company: 'companies',
  country: 'countries',
};

/**
 * What one row of the feature table is, in the plural: customer_id → customers. Only where one key is a
 * word known here: a guessed plural of any other word, in any other language, reads as a mistake.
 *
 * @example entityNoun(['CustomerID']) // 'customers'
 */
export function entityNoun(keys: readonly string[] | undefined): string {
  if (keys === undefined || keys.length === 0) return 'rows';
  if (keys.length > 1) return 'entities';
  const word = keys[0]
    .replace(/([a-z])(ID|Id|No|Key|Code)$/, '$1')
    .replace(/[ _.-]+(id|no|nr|number|key|code|name)$/i, '')
    .toLowerCase();
  if (Object.hasOwn(NOUNS, word)) return NOUNS[word];
  return Object.values(NOUNS).includes(word) ? word : 'entities';
}
