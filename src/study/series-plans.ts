import type { FoundSeries } from './found-series.ts';

/** How series are segmented unless somebody knows better, and why, as comment lines. */
interface SeriesPlan {
  readonly prepare: readonly object[];
  readonly encode: readonly object[];
  readonly cluster: object;
  readonly why: {
    readonly prepare: readonly string[];
    readonly encode: readonly string[];
    readonly cluster: readonly string[];
  };
}

/** Directions that amounts are kept in. */
const COMPONENTS = 20;

/** Of amounts that are 0 on many steps: when something happens, rather than the shape of a curve. */
export function amountsPlan({ steps }: { readonly steps: number }): SeriesPlan {
  return {
    prepare: [{ step: 'log1p' }, { step: 'max-scale' }],
    encode: steps > 2 * COMPONENTS ? [{ method: 'PCA', components: COMPONENTS }] : [],
    cluster: { method: 'KMeans', restarts: 5 },
    why: {
      prepare: [
        ' Every series by itself: when matters more than how much. A series of zeros is a segment of its own.',
      ],
      encode: [' Neighbouring steps say much the same: what series have in common is kept.'],
      cluster: [],
    },
  };
}

/** Of curves: what did best without training on sets of many kinds, see docs/time-series.md. */
export function shapesPlan({ steps, uneven }: Pick<FoundSeries, 'steps' | 'uneven'>): SeriesPlan {
  return {
    prepare: [
      ...(uneven ? [{ step: 'resample', steps, by: 'line' }] : []),
      { step: 'z-normalise' },
    ],
    encode: [
      { method: 'RandomConvolutions' },
      { method: 'UMAP', components: 10, learningRate: 0.1 },
    ],
    cluster: { method: 'Agglomerative', linkage: ['ward', 'average'] },
    why: {
      prepare: [
        ' Every series by itself: shapes are compared, not levels and sizes.',
        ...(uneven
          ? [
              ' Series that end early are stretched: how long one lasts does not count. Where they were only cut off, take resample out.',
            ]
          : []),
      ],
      encode: [
        ' What a thousand small filters find in a series, without any training, as fifty numbers; then a map in which',
        ' series that are near stay near, in small steps: large ones tear groups. Compared with others in docs/time-series.md.',
      ],
      cluster: [
        ' ward parts series into groups of like size, average leaves small groups alone: the silhouette says which suits.',
      ],
    },
  };
}
