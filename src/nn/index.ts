/**
 * Takes: a net as data. Gives: its gradient, a training loop, and the same net as an ONNX file.
 * May import: base, numeric, compute.
 * To add one: an op is a file in ops/ with shape rule, value, derivative and ONNX form, and a line in its list.
 */
export type { Attribute, Axis, ElementType, Node, Shape, Value } from './types.ts';
