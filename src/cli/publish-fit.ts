import type { Published, PublishTarget } from '../publish/index.ts';
import type { Session } from './session.ts';

/** Publishes a bundle that a fit has just left, and says what to do when that fails. */
export async function publishFit(
  out: string,
  targets: readonly PublishTarget[],
  session: Session,
): Promise<Published[]> {
  const { publishBundle } = await import('../publish/index.ts');
  try {
    const published = await publishBundle(out, targets, {}, session.context);
    for (const one of published) session.print(describePublished(one));
    return published;
  } catch (error) {
    session.print(`The bundle is whole. Publish it with: clade publish ${out}`);
    throw error;
  }
}

/** What became of one target, as a line. */
export function describePublished(published: Published): string {
  const { to, runId, validFrom, written, entities, segments, seconds } = published;
  const from = validFrom.replace(/ 00:00:00$/, '');
  return written
    ? `published  ${to}  ${entities.toLocaleString('en')} entities, ${segments} segments, run ${runId}, valid from ${from} (${seconds.toFixed(1)} s)`
    : `published  ${to}  nothing changed: it has run ${runId} already`;
}
