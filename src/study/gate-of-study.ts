import type { Run } from '../base/index.ts';
import type { Gate } from '../publish/index.ts';
import { cellText } from '../table/index.ts';
import type { ClusteredGroup } from './cluster-group.ts';
import type { EncodedEntities } from './encode-entities.ts';
import type { Entities } from './entities.ts';
import { runGate } from './gate.ts';
import type { EncoderPlan } from './plan-encoding.ts';
import type { PreparedEntities } from './prepared-entities.ts';
import type { Study } from './schema.ts';

/** The gate for a study that trains an encoder and found at least two segments; null for any other. */
export async function gateOf(
  study: Study,
  plans: readonly EncoderPlan[],
  prepared: PreparedEntities,
  encoded: EncodedEntities,
  entities: Entities,
  clustered: readonly { readonly result: ClusteredGroup }[],
  run: Run,
): Promise<Gate | null> {
  if (study.gate === false || !plans.some(({ method }) => method.traits.trained)) return null;
  const clusters = clustered[0].result.model?.clusters ?? 0;
  if (clusters < 2) return null;
  const [known] = entities.known;
  const gate = await runGate(
    plans,
    {
      x: encoded.input,
      blocks: prepared.blocks,
      code: encoded.code,
      known:
        known === undefined
          ? null
          : Array.from(prepared.rows, (row) => cellText(known, row) || null),
      clusters,
      seed: study.seed,
      ...study.gate,
    },
    run,
  );
  if (!gate.earned) run.warn('encoder-not-earned', `gate: ${gate.verdict}`);
  return gate;
}
