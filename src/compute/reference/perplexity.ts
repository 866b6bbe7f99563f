/** Shares exp(−β·d²) that add up to 1, with β by bisection such that their entropy is `entropy`. */
export function perplexityShares(distances: ArrayLike<number>, entropy: number): number[] {
  const all = Array.from(distances, (distance) => distance * distance);
  const least = Math.min(...all);
  const squares = all.map((square) => square - least);
  const shares = (beta: number) => {
    const raw = squares.map((square) => Math.exp(-beta * square));
    const sum = raw.reduce((total, share) => total + share, 0);
    return raw.map((share) => share / sum);
  };
  const entropyOf = (beta: number) =>
    shares(beta).reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);
  if (Math.max(...squares) === 0) return shares(0);
  let [low, high] = [0, 1];
  while (entropyOf(high) > entropy && high < 1e300) high *= 2;
  for (let round = 0; round < 200; round++) {
    const middle = (low + high) / 2;
    if (entropyOf(middle) > entropy) low = middle;
    else high = middle;
  }
  return shares(high);
}
