import { ModelError } from '../../base/index.ts';
import type { NetBuilder, Tensor } from '../graph/net-builder.ts';
import { outlineText, sameShape } from '../graph/shapes.ts';
import type { Axis, Net } from '../types.ts';
import type { Op } from './op.ts';

/** What one round of a loop gives. */
export interface Round {
  /** The values that the next round starts with, in the order in which they came. */
  readonly carried: readonly Tensor[];
  /** Values of which every round's is kept. */
  readonly kept?: readonly Tensor[];
}

/**
 * Rounds of the same work inside one call of the net, such as steps of training.
 *
 * @param count how many rounds: int64 without axes, when the net runs
 * @param start what the first round starts with
 * @param body one round; it may also read values of the net around it. What does not depend on the round is
 *   computed once, outside.
 * @param rounds the name (or number) of the rounds, as the first axis of what was kept
 */
export function loop(
  count: Tensor,
  start: readonly Tensor[],
  body: (round: Tensor, carried: readonly Tensor[], net: NetBuilder) => Round,
  rounds: Axis = 'rounds',
): { readonly carried: readonly Tensor[]; readonly kept: readonly Tensor[] } {
  const outer = count.net;
  const inner = outer.inner();
  const round = inner.input(inner.newName('round'), [], 'int64');
  const going = inner.input(inner.newName('going'), [], 'bool');
  const inside = start.map(({ shape, type }) => inner.input(inner.newName('carried'), shape, type));
  const { carried, kept = [] } = body(round, inside, inner);
  if (carried.length !== start.length) {
    throw new ModelError(`Loop: a round must give ${start.length} values, got ${carried.length}.`);
  }
  const outputs = Object.fromEntries(
    [going, ...carried, ...kept].map((value, i) => [`out${i}`, value]),
  );
  const made = outer.add('Loop', [count, ...start], { body: inner.finish(outputs), rounds });
  return { carried: made.slice(0, start.length), kept: made.slice(start.length) };
}

export const loopOp: Op = {
  name: 'Loop',
  // Its body would be a long key, and two equal loops are not written.
  pure: false,
  infer: ([count, ...start], { body, rounds }) => {
    const { outputs } = body as Net;
    const values = Object.values(outputs).slice(1);
    if (count.type !== 'int64') throw new ModelError('Loop: the count must be int64.');
    start.forEach((before, i) => {
      const after = values[i];
      if (before.type !== after.type || !sameShape(before.shape, after.shape)) {
        throw new ModelError(
          `Loop: a carried value must keep its shape, got ${outlineText(before)} and then ${outlineText(after)}.`,
        );
      }
    });
    return values.map(({ type, shape }, i) =>
      i < start.length ? { type, shape } : { type, shape: [rounds as Axis, ...shape] },
    );
  },
  value: () => {
    throw new ModelError(
      'Loop: a body is evaluated by evaluateNet, which knows the values around it.',
    );
  },
  onnx: ({ inputs: [count, ...start], outputs, attributes: { body } }, emit) =>
    emit.node(
      'Loop',
      [count, '', ...start],
      outputs.map((output) => output.name),
      { body: { body } },
    ),
};
