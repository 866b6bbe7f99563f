/**
 * What one row of the feature table is, in the plural: customer_id → customers. Only where one key names it in
 * plain letters; a pair of keys or a bare id says nothing that a sentence could use.
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
  if (!/^[a-z]{3,20}$/.test(word) || MEANINGLESS.includes(word)) return 'entities';
  if (/[^s]s$/.test(word)) return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(ss|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

const MEANINGLESS = ['index', 'key', 'code', 'name', 'number', 'unnamed', 'row', 'uuid', 'guid'];
