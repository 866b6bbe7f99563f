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

export type Attribute = number | string | readonly number[];

/** One operation. Inputs are names of values that exist before it. */
export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}
