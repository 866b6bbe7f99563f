import { ModelError } from '../../base/index.ts';
import type { NetBuilder, Tensor } from '../graph/net-builder.ts';
import { outlineText, sameShape } from '../graph/shapes.ts';
import { ops } from '../ops/registry.ts';
import { add, expandLike } from '../ops/write.ts';
import type { Node } from '../types.ts';

/**
 * The gradient of a loss with respect to each of some values: reverse mode, as more nodes of the same net.
 *
 * Only nodes between the values and the loss are gone through, and only gradients that lead to one of the
 * values are made.
 *
 * @param loss one number
 * @param by inputs or values of the net that the loss is in
 * @returns gradients in the order of `by`, each of its value's shape; zeros where the loss does not depend on it
 *
 * Source: Griewank & Walther 2008, "Evaluating Derivatives", section 3.2.
 */
export function gradients(loss: Tensor, by: readonly Tensor[]): Tensor[] {
  if (loss.shape.length !== 0 || loss.type !== 'float') {
    throw new ModelError(`gradients: the loss must be one real number, got ${outlineText(loss)}.`);
  }
  const { net } = loss;
  const leading = nodesBetween(net, loss, by);
  const found = new Map<string, Tensor>([[loss.name, net.constant(1)]]);
  for (const node of leading.nodes.reverse()) {
    const grads = node.outputs.map(({ name }) => found.get(name));
    if (grads.every((grad) => grad === undefined)) continue;
    const op = ops.get(node.op)!;
    if (op.gradient === undefined) continue;
    const inputs = node.inputs.map((name) => net.tensor(name));
    const wants = node.inputs.map((name) => leading.values.has(name));
    const outputs = node.outputs.map(({ name }) => net.tensor(name));
    const back = op.gradient({ inputs, outputs, attributes: node.attributes, grads, wants });
    back.forEach((grad, i) => {
      if (grad === undefined || !wants[i]) return;
      const held = found.get(inputs[i].name);
      found.set(inputs[i].name, held === undefined ? grad : add(held, grad));
    });
  }
  return by.map((value) => whole(found.get(value.name), value));
}

function whole(grad: Tensor | undefined, value: Tensor): Tensor {
  const made = expandLike(grad ?? 0, value);
  if (!sameShape(made.shape, value.shape)) {
    throw new ModelError(
      `gradients: ${outlineText(value)} got a gradient of ${outlineText(made)}. An op's derivative has the wrong shape.`,
    );
  }
  return made;
}

/** Nodes that depend on one of `by` and on which the loss depends, in order; and the values they lead through. */
function nodesBetween(
  net: NetBuilder,
  loss: Tensor,
  by: readonly Tensor[],
): { nodes: Node[]; values: Set<string> } {
  const values = new Set(by.map((value) => value.name));
  const depending: Node[] = [];
  for (const node of net.nodes) {
    if (!node.inputs.some((name) => values.has(name))) continue;
    depending.push(node);
    for (const output of node.outputs) values.add(output.name);
  }
  const needed = new Set([loss.name]);
  const nodes: Node[] = [];
  for (const node of depending.reverse()) {
    if (!node.outputs.some((output) => needed.has(output.name))) continue;
    nodes.push(node);
    for (const name of node.inputs) needed.add(name);
  }
  return { nodes: nodes.reverse(), values };
}
