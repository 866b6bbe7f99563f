import type { Feature } from '../features/index.ts';
import { sayNumber } from './say-number.ts';
import type { ShareProfile } from './share-profiles.ts';
import type { FeatureProfile } from './types.ts';

/** Below this |delta| an effect is negligible, below the next small, then medium (Romano et al. 2006). */
const NEGLIGIBLE = 0.147;
const SMALL = 0.33;
const LARGE = 0.474;
/** Levels longer than this are cut in names. */
const LONG_VALUE = 24;
/** Features named in the sentence. */
const SAID = 3;

export interface SegmentWords {
  readonly name: string;
  readonly sentence: string;
}

/**
 * A suggested name and one plain sentence for a segment, from its strongest effects, in raw units.
 *
 * @param profiles one per feature, in the order of `features`
 */
export function segmentWords(
  features: readonly Feature[],
  profiles: readonly FeatureProfile[],
  shares: readonly ShareProfile[] = [],
): SegmentWords {
  if (profiles.every((profile) => profile.effect === null) && shares.length === 0) {
    return aloneWords(features, profiles);
  }
  const telling = [
    ...profiles.map((profile, j) => numberWords(features[j], profile)),
    ...strongest(shares).map(shareWords),
  ]
    .filter(({ effect }) => Math.abs(effect) >= NEGLIGIBLE)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || b.tie - a.tie);
  if (telling.length === 0) {
    return {
      name: 'Close to the average',
      sentence: 'Close to the other rows in every feature.',
    };
  }
  const name = telling
    .slice(0, 2)
    .map(({ name }) => name)
    .join(', ');
  const clauses = telling.slice(0, SAID).map(({ clause }) => clause);
  return { name: capital(name), sentence: `${capital(list(clauses))}.` };
}

/** What one feature adds to a name and a sentence. */
interface Said {
  readonly effect: number;
  /** Decides between equal effects. */
  readonly tie: number;
  readonly name: string;
  readonly clause: string;
}

function numberWords(feature: Feature, profile: FeatureProfile): Said {
  const effect = profile.effect ?? 0;
  const numbers = against(feature, profile);
  return {
    effect,
    tie: Math.abs(profile.meanDifference ?? 0),
    name: `${effect > 0 ? 'high' : 'low'} ${label(feature)}`,
    clause: `${degree(effect, 'higher', 'lower')} ${label(feature)}${numbers === '' ? '' : ` (${numbers})`}`,
  };
}

function shareWords({ feature, kind, value, share, restShare, effect }: ShareProfile): Said {
  const column = label({ name: feature });
  const shown = value.length > LONG_VALUE ? `${value.slice(0, LONG_VALUE - 1)}…` : value;
  const what = kind === 'category' ? `${column} ${shown}` : `“${shown}” in ${column}`;
  return {
    effect,
    tie: 0,
    name: effect > 0 ? what : `not ${what}`,
    clause: `${degree(effect, 'more often', 'less often')} ${what} (${sayNumber(share, 'share')}, elsewhere ${sayNumber(restShare, 'share')})`,
  };
}

/** The strongest of each column: that one level is common and the others are not is one thing, not two. */
function strongest(shares: readonly ShareProfile[]): ShareProfile[] {
  const first = new Map<string, ShareProfile>();
  for (const share of shares) if (!first.has(share.feature)) first.set(share.feature, share);
  return [...first.values()];
}

/** Words for the only segment: there is nothing to compare it with. */
function aloneWords(
  features: readonly Feature[],
  profiles: readonly FeatureProfile[],
): SegmentWords {
  const clauses = profiles
    .slice(0, SAID)
    .map((profile, j) => `${label(features[j])} ${sayNumber(profile.median, features[j].unit)}`);
  return {
    name: 'All rows',
    sentence: `The only segment. Typical values: ${list(clauses)}.`,
  };
}

/** A unit longer than this makes a sentence harder to read, not easier. */
const LONG_UNIT = 12;

/** “typically 80 days, elsewhere 2”; means where the medians read the same. */
function against(feature: Feature, profile: FeatureProfile): string {
  const unit = feature.unit.length > LONG_UNIT ? '' : feature.unit;
  // The unit is said once; per cent belongs to each number.
  const restUnit = unit === 'share' ? unit : '';
  const own = sayNumber(profile.median, unit);
  const rest = sayNumber(profile.restMedian, restUnit);
  if (sayNumber(profile.median, restUnit) !== rest) return `typically ${own}, elsewhere ${rest}`;
  const restMean = sayNumber(profile.restMean, restUnit);
  if (sayNumber(profile.mean, restUnit) === restMean) return '';
  return `on average ${sayNumber(profile.mean, unit)}, elsewhere ${restMean}`;
}

function degree(effect: number, more: string, less: string): string {
  const size = Math.abs(effect);
  const how = size >= LARGE ? 'much ' : size >= SMALL ? '' : 'slightly ';
  return `${how}${effect > 0 ? more : less}`;
}

function label(feature: Pick<Feature, 'name'>): string {
  return feature.name.replaceAll('_', ' ');
}

function list(clauses: readonly string[]): string {
  if (clauses.length < 2) return clauses.join('');
  return `${clauses.slice(0, -1).join(', ')} and ${clauses[clauses.length - 1]}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
