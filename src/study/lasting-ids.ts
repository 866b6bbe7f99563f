import { type Explanation, type SegmentProfile, segmentCode } from '../explain/index.ts';
import { renameLabels } from '../numeric/index.ts';
import type { LastingSegment } from '../publish/index.ts';

/** The lasting id of each row instead of the label of this fit's model; noise stays −1. */
export function lastingIds(
  labels: ArrayLike<number>,
  segments: readonly LastingSegment[],
): Int32Array {
  return renameLabels(
    labels,
    segments.map(({ id }) => id),
  );
}

/** The profiles under the lasting ids; a name that a person gave stands before the suggested one. */
export function lastingExplanation(
  explanation: Explanation,
  segments: readonly LastingSegment[],
): Explanation {
  return {
    ...explanation,
    segments: explanation.segments.map((profile) => lastingProfile(profile, segments)),
  };
}

function lastingProfile(
  profile: SegmentProfile,
  segments: readonly LastingSegment[],
): SegmentProfile {
  const { id, name } = segments[profile.segment];
  return {
    ...profile,
    segment: id,
    code: segmentCode(id),
    ...(name === null ? {} : { name, suggested: profile.name }),
  };
}
