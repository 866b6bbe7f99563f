import type { ShapeRule, Tensor } from '../graph/net-builder.ts';
import type { Emit } from '../onnx/emit.ts';
import type { Attributes, Node } from '../types.ts';

/** Numbers with a shape, for the reference: 64 bits, whatever the type; true is 1. */
export interface Dense {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** A node whose gradient is asked for. */
export interface Call {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attributes: Attributes;
  /** The gradient that has come back to each output; undefined where the loss does not depend on it. */
  readonly grads: readonly (Tensor | undefined)[];
  /** Whether the gradient of this input is of use to anyone. */
  readonly wants: readonly boolean[];
}

/** One operation: everything that the rest of `nn` needs to know about it. */
export interface Op extends ShapeRule {
  readonly name: string;
  /** What it computes, written to be read. The definition of correct. */
  value(inputs: readonly Dense[], attributes: Attributes): Dense[];
  /** One gradient per input, as more nodes; undefined where it is zero. Without it, nothing flows back. */
  gradient?(call: Call): (Tensor | undefined)[];
  /** Left out, it is the ONNX operator of the same name, without attributes. */
  onnx?(node: Node, emit: Emit): void;
}
