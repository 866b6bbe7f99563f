import type { Run } from '../base/index.ts';
import type { MatchedGroup } from './compare-sides.ts';
import { matchGroup } from './match-groups.ts';
import type { SharedEntities } from './shared-entities.ts';
import type { Side } from './side.ts';
import { tallySides } from './tally.ts';

/** Which segments of two runs are the same, group by group, and what stood in the way. */
export async function matchSides(
  before: Side,
  after: Side,
  shared: SharedEntities,
  run: Run,
): Promise<{ matched: MatchedGroup[]; notes: string[] }> {
  const notes = new Set<string>();
  if (!before.keyed || !after.keyed) {
    notes.add(
      'A study without entity gives rows no key, so that nobody can be followed from one run to the other.',
    );
  } else if (shared.before.length === 0) {
    notes.add('No entity is in both runs.');
  }
  const matched: MatchedGroup[] = [];
  for (const tally of tallySides(before, after, shared)) {
    await run.pause();
    const { matches, note } = await matchGroup(before, after, tally, run);
    if (note !== undefined) {
      notes.add(`Segments could not be matched by their place among the features: ${note}`);
    }
    matched.push({ tally, matches });
  }
  return { matched, notes: [...notes] };
}
