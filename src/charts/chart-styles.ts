import { NOISE_COLOUR, OTHER_COLOUR, PALETTE } from './palette.ts';
import { RAMP } from './ramp.ts';

/** What a theme sets. `warm` and `cool` are red, green and blue, for tints of any strength. */
const THEMES = {
  light: {
    ground: '#f6f8fb',
    panel: '#ffffff',
    ink: '#0f172a',
    muted: '#556070',
    line: '#e1e7ef',
    accent: '#1346d4',
    mark: '#b42318',
    warm: '224 132 32',
    cool: '36 88 226',
  },
  dark: {
    ground: '#0b1220',
    panel: '#111a2b',
    ink: '#e8edf5',
    muted: '#9eabbe',
    line: '#26324a',
    accent: '#9db9ff',
    mark: '#ff8f85',
    warm: '214 120 24',
    cool: '44 104 250',
  },
} as const;

type Theme = keyof typeof THEMES;

function variables(theme: Theme): string {
  const named = Object.entries(THEMES[theme]).map(([key, value]) => `--${key}:${value}`);
  const segments = PALETTE[theme].map((colour, i) => `--s${i}:${colour}`);
  const rest = [`--noise:${NOISE_COLOUR[theme]}`, `--other:${OTHER_COLOUR[theme]}`];
  const ramp = RAMP[theme].map((colour, i) => `--r${i}:${colour}`);
  return [`color-scheme:${theme}`, ...named, ...segments, ...rest, ...ramp].join(';');
}

/**
 * The CSS that charts need on the page: colours of both themes and the type of SVG texts.
 *
 * The system's preference decides unless `data-theme` on the root element says otherwise; paper is
 * always light.
 */
export function chartStyles(): string {
  return `:root{${variables('light')}}
@media screen and (prefers-color-scheme:dark){:root{${variables('dark')}}}
@media screen{:root[data-theme=light]{${variables('light')}}
:root[data-theme=dark]{${variables('dark')}}}
.chart{display:block;max-width:100%;height:auto;overflow:visible;color:var(--muted);font-family:inherit;font-variant-numeric:tabular-nums}
.chart text{white-space:pre}
.chart .strong{fill:var(--ink);font-weight:600}
.chart .ink{fill:var(--ink)}
.chart .halo{paint-order:stroke;stroke:var(--panel);stroke-width:3px;stroke-linejoin:round}
`;
}
