/**
 * What the zeros and ones of a category are multiplied by, so that its columns weigh like one standardised
 * number together: their total variance becomes 1.
 *
 * Differs from scaling each column: a level that is rare would then tear its few rows away from all others.
 * Nothing grows beyond what an even split in two would, so that two rows of different levels are at
 * most 2 apart; two rows of a standardised number are √2 apart on average.
 *
 * @param shares of rows with each level
 */
export function categoryScale(shares: readonly number[]): number {
  const variance = shares.reduce((sum, share) => sum + share * (1 - share), 0);
  return 1 / Math.sqrt(Math.max(variance, 1 / 2));
}
