/**
 * Segment colours: chosen for distance under all three colour-vision deficiencies, the first eight
 * with at least 13.8 (CIEDE2000) between any two, twenty with at least 5.1. A test recomputes it.
 */
export const PALETTE = {
  light: [
    '#1346d4',
    '#764b0e',
    '#0b4839',
    '#bc1e65',
    '#948402',
    '#218396',
    '#a378fc',
    '#d57b80',
    '#7962dd',
    '#876b1b',
    '#4e326d',
    '#cd5f5c',
    '#1f9996',
    '#6a3f96',
    '#0c5c3c',
    '#6b2e04',
    '#cc3e66',
    '#843d56',
    '#622a56',
    '#a09520',
  ],
  dark: [
    '#bfd3fc',
    '#fec789',
    '#9bffe0',
    '#bf4b79',
    '#907902',
    '#11a3b3',
    '#8957de',
    '#d38883',
    '#b0a7fc',
    '#c2a45a',
    '#876aaa',
    '#ffa39d',
    '#68d4d0',
    '#a379d5',
    '#219c69',
    '#a96643',
    '#fe8ba3',
    '#c2768e',
    '#9f6290',
    '#dbd059',
  ],
} as const;

/** Rows without a segment: grey, never a colour of the palette. */
export const NOISE_COLOUR = { light: '#6b7280', dark: '#9ca3af' } as const;

/** What the smallest segments share when there are more than twenty. */
export const OTHER_COLOUR = { light: '#334155', dark: '#dbe2ec' } as const;

/** A segment's colour in the page's theme; its code always stands beside it. */
export function segmentColour(segment: number): string {
  if (segment < 0) return 'var(--noise)';
  return segment < PALETTE.light.length ? `var(--s${segment})` : 'var(--other)';
}
