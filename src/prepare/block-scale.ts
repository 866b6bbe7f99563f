/**
 * What the zeros and ones of a block are multiplied by, so that a block of many columns weighs like one
 * standardised number: its total variance becomes 1.
 *
 * Differs from scaling each column: a level that is rare, or a flag that is hardly ever set, would then tear
 * its few rows away from all others. Nothing grows beyond what an even split would, so that two rows
 * that differ are at most 2 apart; two rows of a standardised number are √2 apart on average.
 */

/** One column of zeros and ones. @param share of rows with a one */
export function flagScale(share: number): number {
  return 1 / Math.sqrt(Math.max(share * (1 - share), 1 / 4));
}

/** A column per level. @param shares of rows with each level */
export function categoryScale(shares: readonly number[]): number {
  const variance = shares.reduce((sum, share) => sum + share * (1 - share), 0);
  return 1 / Math.sqrt(Math.max(variance, 1 / 2));
}
