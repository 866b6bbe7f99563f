export interface MembershipArguments {
  readonly count: number;
  readonly target: number;
  readonly local: number;
  readonly lone: number;
  readonly mean: number;
}

/** σ, ρ and memberships of one row's ascending distances: σ makes the memberships add up to `target`. */
export function umapMemberships(
  distances: readonly number[],
  { count, target, local, lone, mean }: MembershipArguments,
): { weights: number[]; scale: number; near: number } {
  const away = distances.filter((d) => d > 0);
  const whole = Math.floor(local);
  let near = 0;
  if (away.length > 0 && away.length < local) near = away[away.length - 1];
  else if (away.length > 0) {
    near = whole === 0 ? local * away[0] : away[whole - 1];
    if (whole > 0 && local - whole > 1e-5) near += (local - whole) * (away[whole] - near);
  }
  const membership = (d: number, scale: number) =>
    d <= near || scale === 0 ? 1 : Math.exp(-(d - near) / scale);
  let [low, high, scale] = [0, Number.POSITIVE_INFINITY, 1];
  for (let step = 0; step < 64; step++) {
    const sum = distances.reduce((total, d) => total + membership(d, scale), 0);
    if (Math.abs(sum - target) < 1e-5) break;
    if (sum > target) high = scale;
    else low = scale;
    scale = high === Number.POSITIVE_INFINITY ? scale * 2 : (low + high) / 2;
  }
  const typical = near > 0 ? distances.reduce((total, d) => total + d, 0) / (count + lone) : mean;
  scale = Math.max(scale, 0.001 * typical);
  return { weights: distances.map((d) => membership(d, scale)), scale, near };
}
