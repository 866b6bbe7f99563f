import { ModelError } from '../../base/index.ts';
import { checkInput, outlineText, sameShape } from '../graph/shapes.ts';
import { sameName } from '../onnx/emit.ts';
import { build, elementAt, stretchedAt } from './dense.ts';
import type { Op } from './op.ts';
import { gemm, matMul, sumTo, transpose } from './write.ts';

/** α·A·B + C, where A and B may be read transposed: a gradient never has to move a matrix. */
const gemmOp: Op = {
  name: 'Gemm',
  infer: ([a, b, c], { transA, transB }) => {
    checkInput('Gemm', a, { type: 'float', rank: 2 });
    checkInput('Gemm', b, { type: 'float', rank: 2 });
    const [rows, inner] = transA === 1 ? [a.shape[1], a.shape[0]] : a.shape;
    const [other, cols] = transB === 1 ? [b.shape[1], b.shape[0]] : b.shape;
    if (inner !== other) {
      throw new ModelError(
        `Gemm: inner axes must agree, got ${outlineText(a)}${transA === 1 ? 'ᵀ' : ''} and ${outlineText(b)}${transB === 1 ? 'ᵀ' : ''}.`,
      );
    }
    const fits = (axis: unknown, whole: unknown) =>
      axis === undefined || axis === 1 || axis === whole;
    if (c !== undefined && !(fits(c.shape.at(-1), cols) && fits(c.shape.at(-2), rows))) {
      throw new ModelError(
        `Gemm: what is added must stretch to [${rows}, ${cols}], got ${outlineText(c)}.`,
      );
    }
    return [{ type: 'float', shape: [rows, cols] }];
  },
  value: ([a, b, c], { transA, transB, alpha }) => {
    const [rows, inner] = transA === 1 ? [a.shape[1], a.shape[0]] : a.shape;
    const cols = transB === 1 ? b.shape[0] : b.shape[1];
    return [
      build([rows, cols], ([i, j]) => {
        let total = 0;
        for (let k = 0; k < inner; k++) {
          const left = elementAt(a, transA === 1 ? [k, i] : [i, k]);
          total += left * elementAt(b, transB === 1 ? [j, k] : [k, j]);
        }
        return Number(alpha) * total + (c === undefined ? 0 : c.data[stretchedAt(c, [i, j])]);
      }),
    ];
  },
  gradient: ({ inputs: [a, b, c], grads, wants, attributes }) => {
    const g = grads[0]!;
    const [transA, transB] = [attributes.transA === 1, attributes.transB === 1];
    const alpha = Number(attributes.alpha);
    const toA = () =>
      transA
        ? gemm(b, g, undefined, { transA: transB, transB: true, alpha })
        : gemm(g, b, undefined, { transB: !transB, alpha });
    const toB = () =>
      transB
        ? gemm(g, a, undefined, { transA: true, transB: transA, alpha })
        : gemm(a, g, undefined, { transA: !transA, alpha });
    return [
      wants[0] ? toA() : undefined,
      wants[1] ? toB() : undefined,
      ...(c === undefined ? [] : [wants[2] ? sumTo(g, c) : undefined]),
    ];
  },
  onnx: sameName(({ attributes: { transA, transB, alpha } }) => ({
    transA: { int: Number(transA) },
    transB: { int: Number(transB) },
    alpha: { float: Number(alpha) },
  })),
};

/** Many products at once. ONNX Runtime folds the gradient's transposes into the product. */
const matMulOp: Op = {
  name: 'MatMul',
  infer: ([a, b]) => {
    checkInput('MatMul', a, { type: 'float' });
    checkInput('MatMul', b, { type: 'float', rank: a.shape.length });
    const lead = a.shape.slice(0, -2);
    if (
      a.shape.length < 2 ||
      !sameShape(lead, b.shape.slice(0, -2)) ||
      a.shape.at(-1) !== b.shape.at(-2)
    ) {
      throw new ModelError(
        `MatMul: leading and inner axes must agree, got ${outlineText(a)} and ${outlineText(b)}.`,
      );
    }
    return [{ type: 'float', shape: [...lead, a.shape.at(-2)!, b.shape.at(-1)!] }];
  },
  value: ([a, b]) => {
    const lead = a.shape.slice(0, -2);
    const [rows, inner] = a.shape.slice(-2);
    return [
      build([...lead, rows, b.shape.at(-1)!], (place) => {
        const [i, j] = place.slice(-2);
        const front = place.slice(0, -2);
        let total = 0;
        for (let k = 0; k < inner; k++)
          total += elementAt(a, [...front, i, k]) * elementAt(b, [...front, k, j]);
        return total;
      }),
    ];
  },
  gradient: ({ inputs: [a, b], grads, wants }) => {
    const rank = a.shape.length;
    const order = a.shape.map((_, i) => (i < rank - 2 ? i : i === rank - 2 ? rank - 1 : rank - 2));
    return [
      wants[0] ? matMul(grads[0]!, transpose(b, order)) : undefined,
      wants[1] ? matMul(transpose(a, order), grads[0]!) : undefined,
    ];
  },
};

export const productOps: readonly Op[] = [gemmOp, matMulOp];
