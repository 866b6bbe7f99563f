import { hashText, wordsOf } from '../../base/index.ts';

/** Words are told apart by 18 bits of a hash: 5,000 of them meet another one in 1 of 50 cases. */
const BUCKETS = 2 ** 18;

/** How often each word stands in each text, sparse by rows. A word is known by the bucket its hash falls into. */
export interface WordCounts {
  /** Text i has the entries from offsets[i] to offsets[i + 1]. */
  readonly offsets: Int32Array;
  readonly buckets: Int32Array;
  readonly counts: Int32Array;
}

/** Cost: one pass over the texts. Memory: 8 bytes per different word of a text. Missing texts have no words. */
export function countWords(texts: readonly (string | null)[]): WordCounts {
  const offsets = new Int32Array(texts.length + 1);
  const buckets: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < texts.length; i++) {
    const own = new Map<number, number>();
    for (const word of wordsOf(texts[i] ?? '')) {
      const bucket = hashText(word) % BUCKETS;
      own.set(bucket, (own.get(bucket) ?? 0) + 1);
    }
    for (const [bucket, count] of own) {
      buckets.push(bucket);
      counts.push(count);
    }
    offsets[i + 1] = buckets.length;
  }
  return { offsets, buckets: Int32Array.from(buckets), counts: Int32Array.from(counts) };
}

/** The buckets in most texts, ascending, with the number of texts each is in. */
export function frequentBuckets(
  { buckets }: WordCounts,
  minTexts: number,
  most: number,
): { readonly buckets: number[]; readonly texts: number[] } {
  const texts = new Int32Array(BUCKETS);
  for (const bucket of buckets) texts[bucket]++;
  const enough = new Set<number>();
  for (const bucket of buckets) if (texts[bucket] >= minTexts) enough.add(bucket);
  const kept = [...enough]
    .sort((a, b) => texts[b] - texts[a] || a - b)
    .slice(0, most)
    .sort((a, b) => a - b);
  return { buckets: kept, texts: kept.map((bucket) => texts[bucket]) };
}
