import { expect, test } from 'vitest';
import {
  chartStyles,
  NOISE_COLOUR,
  OTHER_COLOUR,
  PALETTE,
  RAMP,
  segmentColour,
} from '../../src/charts/index.ts';
import { ciede2000, contrast, leastDifference } from './colour-difference.ts';

test('ciede2000 gives the values of Sharma, Wu & Dalal 2005, table 1', () => {
  const pairs = [
    [50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425],
    [50, -1, 2, 50, 0, 0, 2.3669],
    [50, 2.49, -0.001, 50, -2.49, 0.0009, 7.1792],
    [50, 2.5, 0, 73, 25, -18, 27.1492],
    [60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644],
    [2.0776, 0.0795, -1.135, 0.9033, -0.0636, -0.5514, 0.9082],
  ];
  for (const [l1, a1, b1, l2, a2, b2, expected] of pairs) {
    expect(ciede2000([l1, a1, b1], [l2, a2, b2])).toBeCloseTo(expected, 4);
  }
});

// The figures that the palette was chosen for: nobody may improve it by eye.
test.each([
  ['light', 6, 14.7],
  ['light', 8, 14.7],
  ['light', 10, 8.7],
  ['light', 20, 5.2],
  ['dark', 6, 13.8],
  ['dark', 8, 13.8],
  ['dark', 10, 9.5],
  ['dark', 20, 5.1],
] as const)(
  'the first %s %i colours differ by %d under the worst deficiency',
  (theme, count, least) => {
    expect(leastDifference(PALETTE[theme].slice(0, count))).toBeGreaterThan(least - 0.06);
  },
);

test('every colour has a contrast of 3 with the ground and the panels of its theme', () => {
  for (const [theme, grounds] of [
    ['light', ['#ffffff']],
    ['dark', ['#0b1220', '#111a2b']],
  ] as const) {
    for (const colour of [...PALETTE[theme], NOISE_COLOUR[theme], OTHER_COLOUR[theme]]) {
      for (const ground of grounds) expect(contrast(colour, ground)).toBeGreaterThan(2.95);
    }
  }
});

test('every colour between two stops of the ramp has a contrast of 3, and larger stands out more', () => {
  for (const [theme, grounds] of [
    ['light', ['#ffffff']],
    ['dark', ['#0b1220', '#111a2b']],
  ] as const) {
    const colours = RAMP[theme].flatMap((stop, i, stops) =>
      i + 1 === stops.length
        ? [stop]
        : [0, 0.25, 0.5, 0.75].map((at) => mixed(stop, stops[i + 1], at)),
    );
    for (const ground of grounds) {
      const found = colours.map((colour) => contrast(colour, ground));
      for (const value of found) expect(value).toBeGreaterThan(2.95);
      for (let i = 1; i < found.length; i++) expect(found[i]).toBeGreaterThan(found[i - 1]);
    }
  }
});

function mixed(from: string, to: string, at: number): string {
  const parts = [1, 3, 5].map((place) => {
    const [a, b] = [from, to].map((hex) => Number.parseInt(hex.slice(place, place + 2), 16));
    return Math.round(a + (b - a) * at)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${parts.join('')}`;
}

test('chartStyles gives text a contrast of 4.5 on ground and panel in both themes', () => {
  const [light, dark] = [...chartStyles().matchAll(/:root\{([^}]*)\}/g)].map(([, css]) =>
    Object.fromEntries([...css.matchAll(/--(\w+):(#\w{6})/g)].map(([, key, hex]) => [key, hex])),
  );
  for (const theme of [light, dark]) {
    for (const text of ['ink', 'muted', 'accent', 'mark']) {
      expect(contrast(theme[text], theme.ground), text).toBeGreaterThan(4.5);
      expect(contrast(theme[text], theme.panel), text).toBeGreaterThan(4.5);
    }
  }
});

test('segmentColour has twenty colours, then other; noise is grey', () => {
  expect(segmentColour(19)).toBe('var(--s19)');
  expect(segmentColour(20)).toBe('var(--other)');
  expect(segmentColour(-1)).toBe('var(--noise)');
});
