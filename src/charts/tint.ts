/** Beyond this many standard deviations a tint grows no further. */
const FULL = 2;

/** A CSS background for a z-score: orange above, blue below, none at zero. The number goes with it. */
export function tint(z: number | null): string {
  if (z === null) return 'none';
  const strength = Math.min(1, Math.abs(z) / FULL);
  return `rgb(var(--${z < 0 ? 'cool' : 'warm'}) / ${(strength * 0.42).toFixed(2)})`;
}
