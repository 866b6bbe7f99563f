/**
 * A net as data. It prints as text, its gradient is more of the same nodes, and it is written as ONNX.
 */

/** The length of an axis, or a name for one that is known only when the net runs, such as 'rows'. */
export type Axis = number | string;

export type Shape = readonly Axis[];

/** float: 32 bits. int64: places and counts. bool: comparisons. */
export type ElementType = 'float' | 'int64' | 'bool';

/** What flows between nodes. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
}

/** A net as an attribute is the body of a loop; it may also read values of the nets around it. */
export type Attribute = number | string | readonly number[] | Shape | Net;

export type Attributes = Readonly<Record<string, Attribute>>;

/** One operation. Inputs are names of values that exist before it. */
export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/** A value that is known when the net is written. int64 and bool are kept as numbers. */
export interface Constant extends Value {
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array;
}

/** Nodes in an order in which they can run. */
export interface Net {
  readonly inputs: readonly Value[];
  readonly constants: readonly Constant[];
  readonly nodes: readonly Node[];
  /** Name outside → the value that it is. */
  readonly outputs: Readonly<Record<string, Value>>;
}
