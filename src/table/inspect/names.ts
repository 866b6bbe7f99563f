/** What the name of a column suggests. Content always has to agree before a name is believed. */

/** Words of a name in lower case: CustomerID → customer id; api_count → api count. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

const idWords = new Set(
  'id ids uid uuid guid key code asin sku ean isbn imei no nr number'.split(' '),
);
const actorWords = new Set(
  'customer client user member account subscriber person patient player household contract device sensor meter machine mac uid vehicle station site shop store employee company'.split(
    ' ',
  ),
);
const thingWords = new Set('product item article stock sku asin code id key series'.split(' '));
const eventWords = new Set(
  'event invoice order transaction payment receipt basket session log record row line ticket message request'.split(
    ' ',
  ),
);
const amountWords = new Set(
  'amount count counts usage value quantity qty volume kwh kwhh units calls sales revenue spend total consumption hits requests visits minutes bytes sum y'.split(
    ' ',
  ),
);
const positiveWords = new Set(
  'price age weight height length width depth mass income salary cost'.split(' '),
);
const answerName = /^(cluster|segment|label|target|class)([_ ]|$)|[_ ](label|cluster|segment)$/i;
const countName = /(^|[_ ])(num|number of|count|counts|n)([_ ]|$)|_?count$/i;
const indexName = /^(index|unnamed:? ?\d*|row_?(id|number|nr)?|column_1)$/i;

const any = (words: readonly string[], set: ReadonlySet<string>) =>
  words.some((word) => set.has(word));

export const namesIndex = (name: string) => indexName.test(name);
export const namesAnswer = (name: string) => answerName.test(name);
export const namesCount = (name: string) => countName.test(name);
export const namesEvent = (name: string) => any(wordsOf(name), eventWords);
export const namesPositive = (name: string) => any(wordsOf(name), positiveWords);
export const namesAmount = (name: string) => any(wordsOf(name), amountWords);
export const namesId = (name: string) => {
  const last = wordsOf(name).at(-1) ?? '';
  return idWords.has(last) || /^[a-z]*[^aeiou\W\d_]id$/i.test(name) || /ID$/.test(name);
};

/** How well a name fits what is segmented: 3 someone, 2 an id, 1 a thing, −3 an event. */
export function entityScore(name: string): number {
  const words = wordsOf(name);
  if (any(words, eventWords)) return -3;
  const id = namesId(name) ? 1 : 0;
  if (any(words, actorWords)) return 3 + id;
  if (any(words, thingWords)) return 1 + id;
  return 2 * id;
}
