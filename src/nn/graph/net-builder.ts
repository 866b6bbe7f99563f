import { ModelError } from '../../base/index.ts';
import type { Attributes, Constant, ElementType, Net, Node, Shape, Value } from '../types.ts';
import { pruneNodes } from './prune.ts';
import { type Outline, sizeOf } from './shapes.ts';

/** A value of a net that is being built. It knows its net, so that `add(a, b)` says everything. */
export interface Tensor extends Value {
  readonly net: NetBuilder;
}

/** What a net must know of its operations while it is being built. */
export interface ShapeRule {
  /** Types and shapes of the outputs. */
  infer(inputs: readonly Value[], attributes: Attributes): Outline[];
  /** May be moved, merged and left out freely. False for draws and the like. Default true. */
  readonly pure?: boolean;
}

/**
 * A net that is being built: nodes are added, their shapes follow from the rules of the ops.
 *
 * The same operation on the same values is one node, however often it is asked for. A node is added to
 * the innermost net of its inputs; so what does not change inside a loop is computed outside it.
 */
export class NetBuilder {
  readonly rules: ReadonlyMap<string, ShapeRule>;
  /** The net around this one, when it is the body of a loop. */
  readonly outer: NetBuilder | undefined;
  readonly nodes: Node[] = [];
  readonly #inputs: Tensor[] = [];
  readonly #constants: Constant[] = [];
  readonly #known = new Map<string, readonly Tensor[]>();
  readonly #makers = new Map<string, Node>();
  readonly #tensors = new Map<string, Tensor>();
  readonly #names: { next: number; readonly taken: Set<string> };

  constructor(rules: ReadonlyMap<string, ShapeRule>, outer?: NetBuilder) {
    this.rules = rules;
    this.outer = outer;
    this.#names = outer === undefined ? { next: 1, taken: new Set() } : outer.#names;
  }

  /** A value that comes from outside: rows, weights, a learning rate. */
  input(name: string, shape: Shape, type: ElementType = 'float'): Tensor {
    if (this.#names.taken.has(name)) {
      throw new ModelError(`Net: names must differ, got ${name} twice.`);
    }
    const tensor = this.#hold({ name, type, shape });
    this.#inputs.push(tensor);
    return tensor;
  }

  /** Numbers that are known now. Kept in the outermost net; small equal ones are kept once. */
  constant(
    data: number | readonly number[] | Float32Array,
    shape: readonly number[] = typeof data === 'number' ? [] : [data.length],
    type: ElementType = 'float',
  ): Tensor {
    if (this.outer !== undefined) return this.outer.constant(data, shape, type);
    const values =
      data instanceof Float32Array
        ? data
        : Float64Array.from(typeof data === 'number' ? [data] : data);
    if (values.length !== sizeOf(shape)) {
      throw new ModelError(
        `Net.constant: [${shape.join(', ')}] must hold ${sizeOf(shape)} numbers, got ${values.length}.`,
      );
    }
    const key = `${type}[${shape}] ${values.length <= 64 ? values.join() : this.#constants.length}`;
    const held = this.#known.get(key);
    if (held !== undefined) return held[0];
    const tensor = this.#hold({ name: this.newName('c'), type, shape });
    this.#constants.push({ name: tensor.name, type, shape, data: values });
    this.#known.set(key, [tensor]);
    return tensor;
  }

  /** The outputs of one operation on values of this net or of nets around it. */
  add(op: string, inputs: readonly Tensor[], attributes: Attributes = {}): readonly Tensor[] {
    const home = innermost(this, inputs);
    return home === this ? this.#addHere(op, inputs, attributes) : home.add(op, inputs, attributes);
  }

  #addHere(name: string, inputs: readonly Tensor[], attributes: Attributes): readonly Tensor[] {
    const op = this.rules.get(name);
    if (op === undefined) throw new ModelError(`Net: there is no operation ${name}.`);
    const names = inputs.map((input) => input.name);
    const key = op.pure === false ? undefined : `${name}(${names}) ${JSON.stringify(attributes)}`;
    const held = key === undefined ? undefined : this.#known.get(key);
    if (held !== undefined) return held;
    const outputs = op
      .infer(inputs, attributes)
      .map((outline) => this.#hold({ name: this.newName('v'), ...outline }));
    const values = outputs.map(({ name, type, shape }) => ({ name, type, shape }));
    const node = { op: name, inputs: names, outputs: values, attributes };
    this.nodes.push(node);
    for (const output of outputs) this.#makers.set(output.name, node);
    if (key !== undefined) this.#known.set(key, outputs);
    return outputs;
  }

  /** A net to be the body of a loop of this one. */
  inner(): NetBuilder {
    return new NetBuilder(this.rules, this);
  }

  newName(letter: string): string {
    let name: string;
    do name = `${letter}${this.#names.next++}`;
    while (this.#names.taken.has(name));
    return name;
  }

  /** A value of this net or of one around it. */
  tensor(name: string): Tensor {
    const found = this.#tensors.get(name) ?? this.outer?.tensor(name);
    if (found === undefined) throw new ModelError(`Net: there is no value ${name}.`);
    return found;
  }

  /** The first input that has an axis of this name, and which one. */
  axisOf(name: string): [Tensor, number] | undefined {
    const input = this.#inputs.find(({ shape }) => shape.includes(name));
    return input === undefined ? this.outer?.axisOf(name) : [input, input.shape.indexOf(name)];
  }

  /** The node that made this value; undefined for inputs and constants. */
  maker(value: Value): Node | undefined {
    return this.#makers.get(value.name) ?? this.outer?.maker(value);
  }

  /** The net as data, without the nodes and inputs that the outputs do not need unless `keepInputs`. */
  finish(outputs: Readonly<Record<string, Tensor>>, keepInputs = true): Net {
    const named = Object.fromEntries(
      Object.entries(outputs).map(([key, { name, type, shape }]) => [key, { name, type, shape }]),
    );
    for (const name of Object.keys(named)) {
      if (this.#names.taken.has(name)) {
        throw new ModelError(`Net: an output must have a name of its own, got ${name}.`);
      }
    }
    const inputs = this.#inputs.map(({ name, type, shape }) => ({ name, type, shape }));
    return pruneNodes(
      { inputs, constants: this.#constants, nodes: this.nodes, outputs: named },
      keepInputs,
    );
  }

  #hold(value: Value): Tensor {
    this.#names.taken.add(value.name);
    const tensor = { ...value, net: this };
    this.#tensors.set(value.name, tensor);
    return tensor;
  }
}

/** The net deepest inside among those of the values, which must lie inside each other. */
function innermost(start: NetBuilder, values: readonly Tensor[]): NetBuilder {
  let deepest = values.length > 0 ? values[0].net : start;
  for (const { net } of values) if (encloses(deepest, net)) deepest = net;
  for (const { net, name } of values) {
    if (!encloses(net, deepest)) throw new ModelError(`Net: ${name} belongs to another net.`);
  }
  return deepest;
}

function encloses(around: NetBuilder, net: NetBuilder): boolean {
  for (let at: NetBuilder | undefined = net; at !== undefined; at = at.outer) {
    if (at === around) return true;
  }
  return false;
}
