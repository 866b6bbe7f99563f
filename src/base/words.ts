const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]+/gu;

/**
 * The words of a text in lower case: runs of at least two letters and digits of any script, in order.
 *
 * Scripts written without spaces are not divided: a whole run of Chinese is one word.
 */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}
