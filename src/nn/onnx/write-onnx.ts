import { ModelError } from '../../base/index.ts';
import { sizeOf } from '../graph/shapes.ts';
import { ops } from '../ops/registry.ts';
import type { ElementType, Net, Value } from '../types.ts';
import { type Emit, ONNX_TYPES, type OnnxAttribute } from './emit.ts';
import { encodeModel, type OnnxNode, type OnnxTensor, type OnnxValue } from './messages.ts';

/** Operators of ONNX 1.15 (November 2023): the first set with Gelu. ONNX Runtime 1.17 and later run it. */
export const OPSET = 20;
/** The layout of the file that came with that set. */
const IR_VERSION = 9;

export interface OnnxOptions {
  /** Inputs of the net that become part of the file, by name. */
  readonly weights?: Readonly<Record<string, Float32Array>>;
  /** Words to be kept in the file, such as what it was trained on. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The net as an ONNX file, for `openSession` or any other ONNX Runtime.
 *
 * Weights are kept as raw bytes. Outputs have the names that the net was finished with.
 */
export function writeOnnx(net: Net, { weights = {}, metadata = {} }: OnnxOptions = {}): Uint8Array {
  const writer = new GraphWriter();
  const graph = writer.graph(net, new Set(Object.keys(weights)), true);
  for (const constant of net.constants) writer.keep(constant, constant.data);
  for (const value of net.inputs) {
    const data = weights[value.name];
    if (data !== undefined) writer.keep(value, data);
  }
  const domains = new Set(writer.domains);
  return encodeModel({
    version: IR_VERSION,
    producer: 'clade',
    operators: [
      { domain: '', version: OPSET },
      ...Array.from(domains, (domain) => ({ domain, version: 1 })),
    ],
    graph: { ...graph, initializers: writer.initializers },
    metadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
}

/** Writes graphs inside each other; numbers that are known are kept once, in the outermost. */
class GraphWriter {
  readonly initializers: OnnxTensor[] = [];
  readonly domains = new Set<string>();
  readonly #values = new Map<string, Value>();
  readonly #kept = new Map<string, string>();
  readonly #renamed = new Map<string, string>();
  readonly #rows = new Map<OnnxNode[], Map<string, string>>();
  #names = 0;

  graph(net: Net, weights: ReadonlySet<string>, outermost: boolean) {
    const nodes: OnnxNode[] = [];
    for (const value of [...net.inputs, ...net.constants]) this.#values.set(value.name, value);
    for (const node of net.nodes)
      for (const value of node.outputs) this.#values.set(value.name, value);
    const results = this.#results(net, outermost);
    const emit = this.#emit(nodes);
    for (const node of net.nodes) {
      const op = ops.get(node.op)!;
      if (op.onnx !== undefined) op.onnx(node, emit);
      else
        emit.node(
          node.op,
          node.inputs,
          node.outputs.map((output) => output.name),
        );
    }
    return {
      name: 'clade',
      nodes,
      initializers: [] as OnnxTensor[],
      inputs: net.inputs.filter(({ name }) => !weights.has(name)).map((value) => valueInfo(value)),
      outputs: results.map(({ value, name, made }) => {
        // What came in, or from around, must be copied to go out.
        if (!made) emit.node('Identity', [value.name], [name]);
        return valueInfo(value, name);
      }),
    };
  }

  /** Results by the names that they go out with: their own inside a loop, those of the caller outside. */
  #results(net: Net, outermost: boolean) {
    const made = new Set(net.nodes.flatMap((node) => node.outputs.map((output) => output.name)));
    const gone = new Set<string>();
    return Object.entries(net.outputs).map(([key, value]) => {
      const own = made.has(value.name) && !gone.has(value.name);
      gone.add(value.name);
      const name = outermost ? key : own ? value.name : this.#name();
      if (own) this.#renamed.set(value.name, name);
      return { value, name, made: own };
    });
  }

  /** Keeps numbers under the name of a value. */
  keep({ name, type, shape }: Value, data: Float32Array | Float64Array): void {
    const dimensions = shape.map((axis) => Number(axis));
    if (sizeOf(dimensions) !== data.length) {
      throw new ModelError(
        `writeOnnx: ${name} must have ${sizeOf(dimensions)} numbers, got ${data.length}.`,
      );
    }
    this.initializers.push({
      name,
      element: ONNX_TYPES[type],
      dimensions,
      raw: rawBytes(type, data),
    });
  }

  #emit(nodes: OnnxNode[]): Emit {
    return {
      node: (operator, inputs, outputs, attributes = {}, domain = '') => {
        if (domain !== '') this.domains.add(domain);
        const written = Object.entries(attributes).map(([name, value]) =>
          this.#attribute(name, value),
        );
        nodes.push({
          operator,
          ...(domain === '' ? {} : { domain }),
          inputs: inputs.map((name) => this.#renamed.get(name) ?? name),
          outputs: outputs.map((name) => this.#renamed.get(name) ?? name),
          attributes: written,
        });
      },
      name: () => this.#name(),
      ints: (values) => this.#known('int64', values),
      floats: (values) => this.#known('float', values),
      along: (name, axis, each) => this.#along(nodes, name, axis, each),
      valueOf: (name) => this.#values.get(name)!,
    };
  }

  /** Made once per graph and length: an axis of the same name is as long wherever it is. */
  #along(nodes: OnnxNode[], value: string, axis: number, each: '1' | '1/n'): string {
    const length = this.#values.get(value)!.shape[axis];
    const held = this.#rows.get(nodes) ?? new Map<string, string>();
    this.#rows.set(nodes, held);
    const emit = this.#emit(nodes);
    const once = (what: string, make: (name: string) => void): string => {
      const found = held.get(`${what} ${length}`);
      if (found !== undefined) return found;
      const name = emit.name();
      make(name);
      held.set(`${what} ${length}`, name);
      return name;
    };
    const shape = () =>
      typeof length === 'number'
        ? emit.ints([length])
        : once('shape', (name) => {
            const place = { start: { int: axis }, end: { int: axis + 1 } };
            emit.node('Shape', [value], [name], place);
          });
    const share = () =>
      once('share', (name) => {
        const count = emit.name();
        emit.node('Cast', [shape()], [count], { to: { int: ONNX_TYPES.float } });
        emit.node('Reciprocal', [count], [name]);
      });
    return once(each, (name) => {
      const number = each === '1' ? emit.floats([1]) : share();
      emit.node('Expand', [number, shape()], [name]);
    });
  }

  #attribute(name: string, value: OnnxAttribute): OnnxNode['attributes'][number] {
    if ('int' in value) return { name, type: 2, int: value.int };
    if ('float' in value) return { name, type: 1, float: value.float };
    if ('text' in value) return { name, type: 3, text: value.text };
    if ('ints' in value) return { name, type: 7, ints: value.ints };
    return { name, type: 5, body: this.graph(value.body as Net, new Set(), false) };
  }

  #known(type: ElementType, values: readonly number[] | number): string {
    const key = `${type} ${typeof values === 'number' ? values : `[${values}]`}`;
    const held = this.#kept.get(key);
    if (held !== undefined) return held;
    const name = this.#name();
    const data = Float64Array.from(typeof values === 'number' ? [values] : values);
    this.keep({ name, type, shape: typeof values === 'number' ? [] : [values.length] }, data);
    this.#kept.set(key, name);
    return name;
  }

  #name(): string {
    return `_${++this.#names}`;
  }
}

function valueInfo({ name, type, shape }: Value, as = name): OnnxValue {
  const dimensions = shape.map((axis) =>
    typeof axis === 'number' ? { value: axis } : { name: axis },
  );
  return { name: as, type: { tensor: { element: ONNX_TYPES[type], shape: { dimensions } } } };
}

/** Little-endian, as all machines are on which ONNX Runtime runs. */
function rawBytes(type: ElementType, data: Float32Array | Float64Array): Uint8Array {
  const made =
    type === 'int64'
      ? BigInt64Array.from(data, BigInt)
      : type === 'bool'
        ? Uint8Array.from(data)
        : data instanceof Float32Array
          ? data
          : Float32Array.from(data);
  return new Uint8Array(made.buffer, made.byteOffset, made.byteLength);
}
