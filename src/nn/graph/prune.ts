import type { Net, Node } from '../types.ts';

/** The net without nodes, constants and (unless kept) inputs that its outputs do not need. */
export function pruneNodes(net: Net, keepInputs: boolean): Net {
  const needed = new Set(Object.values(net.outputs).map((value) => value.name));
  const nodes: Node[] = [];
  for (let i = net.nodes.length - 1; i >= 0; i--) {
    const node = net.nodes[i];
    if (!node.outputs.some((output) => needed.has(output.name))) continue;
    for (const name of readBy(node)) needed.add(name);
    nodes.unshift(node);
  }
  return {
    inputs: net.inputs.filter(({ name }) => keepInputs || needed.has(name)),
    constants: net.constants.filter(({ name }) => needed.has(name)),
    nodes,
    outputs: net.outputs,
  };
}

/** Names that a node reads, those that a loop's body takes from around it included. */
function readBy(node: Node): string[] {
  const names = [...node.inputs];
  for (const attribute of Object.values(node.attributes)) {
    if (typeof attribute === 'object' && 'nodes' in attribute)
      names.push(...readFromAround(attribute));
  }
  return names;
}

function readFromAround(body: Net): string[] {
  const own = new Set(body.inputs.map((value) => value.name));
  for (const node of body.nodes) for (const output of node.outputs) own.add(output.name);
  const read = [...body.nodes.flatMap(readBy), ...Object.values(body.outputs).map((v) => v.name)];
  return read.filter((name) => !own.has(name));
}
