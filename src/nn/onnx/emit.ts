import type { Attributes, ElementType, Node, Value } from '../types.ts';

/** ONNX's numbers for the types. */
export const ONNX_TYPES: Readonly<Record<ElementType, number>> = { float: 1, int64: 7, bool: 9 };

/** An attribute in the words of ONNX, where whole and real numbers are different things. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly ints: readonly number[] }
  | { readonly body: Attributes[string] };

/** What an op writes its ONNX form with. */
export interface Emit {
  /** One ONNX node. Outputs are values of the net, or names made by `name`. */
  node(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
    domain?: string,
  ): void;
  /** A name for a value between the nodes of one op. */
  name(): string;
  /** The name of whole numbers known now, with one axis (or none, for a scalar). */
  ints(values: readonly number[] | number): string;
  /** The name of real numbers known now. */
  floats(values: readonly number[] | number): string;
  /** The name of one number for each place of a value along an axis: 1, or one by their count. */
  along(value: string, axis: number, each: '1' | '1/n'): string;
  /** A value of the net by its name. */
  valueOf(name: string): Value;
}

/** The usual form: the ONNX operator of the same name with these attributes. */
export function sameName(
  attributes: (node: Node) => Readonly<Record<string, OnnxAttribute>> = () => ({}),
): (node: Node, emit: Emit) => void {
  return (node, emit) =>
    emit.node(
      node.op,
      node.inputs,
      node.outputs.map((output) => output.name),
      attributes(node),
    );
}
