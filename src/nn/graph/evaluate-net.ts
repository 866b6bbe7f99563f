import { ModelError } from '../../base/index.ts';
import type { Dense } from '../ops/op.ts';
import { ops } from '../ops/registry.ts';
import type { Net, Node } from '../types.ts';

/**
 * The outputs of a net by the reference of each op, in 64 bits: slow, and the definition of correct.
 *
 * @param feeds the inputs by name
 */
export function evaluateNet(
  net: Net,
  feeds: Readonly<Record<string, Dense>>,
): Record<string, Dense> {
  return evaluateIn(net, new Map(Object.entries(feeds)));
}

function evaluateIn(net: Net, known: Map<string, Dense>): Record<string, Dense> {
  for (const { name, shape, data } of net.constants) {
    known.set(name, { shape, data: Float64Array.from(data) });
  }
  const read = (name: string): Dense => {
    const found = known.get(name);
    if (found === undefined) throw new ModelError(`Net: the input ${name} must be given.`);
    return found;
  };
  for (const node of net.nodes) {
    const inputs = node.inputs.map(read);
    const made =
      node.op === 'Loop'
        ? runLoop(node, inputs, known)
        : ops.get(node.op)!.value(inputs, node.attributes);
    node.outputs.forEach((output, i) => {
      known.set(output.name, made[i]);
    });
  }
  return Object.fromEntries(
    Object.entries(net.outputs).map(([name, value]) => [name, read(value.name)]),
  );
}

function runLoop(node: Node, inputs: Dense[], around: Map<string, Dense>): Dense[] {
  const body = node.attributes.body as Net;
  const names = body.inputs.map((input) => input.name);
  const rounds = inputs[0].data[0];
  let carried = inputs.slice(1);
  const kept: Dense[][] = [];
  for (let round = 0; round < rounds; round++) {
    const known = new Map(around);
    known.set(names[0], { shape: [], data: Float64Array.of(round) });
    known.set(names[1], { shape: [], data: Float64Array.of(1) });
    carried.forEach((value, i) => {
      known.set(names[i + 2], value);
    });
    const given = Object.values(evaluateIn(body, known)).slice(1);
    carried = given.slice(0, carried.length);
    kept.push(given.slice(carried.length));
  }
  const stacked = (kept[0] ?? []).map((first, i) => ({
    shape: [rounds, ...first.shape],
    data: Float64Array.from(kept.flatMap((values) => Array.from(values[i].data))),
  }));
  return [...carried, ...stacked];
}
