import { ModelError } from '../../base/index.ts';
import { checkInput, outlineText } from '../graph/shapes.ts';
import type { OnnxAttribute } from '../onnx/emit.ts';
import type { Attributes, Axis, Value } from '../types.ts';
import { elementAt, zeros } from './dense.ts';
import type { Dense, Op } from './op.ts';
import { conv, convTranspose, convWeight } from './write.ts';

/**
 * Convolution along time, and its two ways back. All three are sums of the same products
 *
 *   x[b, c, s·stride + k·dilation − before] · w[o, c, k] · y[b, o, s]
 *
 * over the axes that the result does not have. So each one's gradients are the other two.
 */
interface Numbers {
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

const numbers = (attributes: Attributes) => attributes as unknown as Numbers;

/** Calls `add` for each product that is not with a zero of the padding: places in x, w and y. */
function eachProduct(
  [rows, channels, steps]: readonly number[],
  [outputs, taps, outputSteps]: readonly number[],
  { stride, dilation, before }: Numbers,
  add: (x: number[], w: number[], y: number[]) => void,
): void {
  for (let b = 0; b < rows; b++)
    for (let o = 0; o < outputs; o++)
      for (let s = 0; s < outputSteps; s++)
        for (let c = 0; c < channels; c++)
          for (let k = 0; k < taps; k++) {
            const t = s * stride + k * dilation - before;
            if (t >= 0 && t < steps) add([b, c, t], [o, c, k], [b, o, s]);
          }
}

function addTo({ shape, data }: Dense, [a, b, c]: number[], value: number): void {
  data[(a * shape[1] + b) * shape[2] + c] += value;
}

/** Steps that a filter gives. */
function outputSteps(where: string, steps: Axis, taps: Axis, attributes: Attributes): number {
  const { stride, dilation, before, after } = numbers(attributes);
  const reach = dilation * (Number(taps) - 1) + 1;
  const found = Math.floor((Number(steps) + before + after - reach) / stride) + 1;
  if (!(found >= 1)) {
    throw new ModelError(
      `${where}: a filter that reaches over ${reach} steps must find as many, got ${steps} and ${before + after} zeros.`,
    );
  }
  return found;
}

function checkChannels(where: string, a: Value, b: Value, of: readonly [number, number]): void {
  checkInput(where, a, { type: 'float', rank: 3 });
  checkInput(where, b, { type: 'float', rank: 3 });
  if (a.shape[of[0]] !== b.shape[of[1]]) {
    throw new ModelError(
      `${where}: channels must agree, got ${outlineText(a)} and ${outlineText(b)}.`,
    );
  }
}

function onnxLaying(attributes: Attributes): Record<string, OnnxAttribute> {
  const { stride, dilation, before, after } = numbers(attributes);
  return {
    strides: { ints: [stride] },
    dilations: { ints: [dilation] },
    pads: { ints: [before, after] },
  };
}

const convOp: Op = {
  name: 'Conv',
  infer: ([x, w], attributes) => {
    checkChannels('Conv', x, w, [1, 1]);
    const steps = outputSteps('Conv', x.shape[2], w.shape[2], attributes);
    return [{ type: 'float', shape: [x.shape[0], w.shape[0], steps] }];
  },
  value: ([x, w], attributes) => {
    const steps = outputSteps('Conv', x.shape[2], w.shape[2], attributes);
    const y = zeros([x.shape[0], w.shape[0], steps]);
    const sizes = [w.shape[0], w.shape[2], steps];
    eachProduct(x.shape, sizes, numbers(attributes), (inX, inW, inY) =>
      addTo(y, inY, elementAt(x, inX) * elementAt(w, inW)),
    );
    return [y];
  },
  gradient: ({ inputs: [x, w], grads: [g], wants, attributes }) => [
    wants[0] ? convTranspose(g!, w, Number(x.shape[2]), numbers(attributes)) : undefined,
    wants[1] ? convWeight(x, g!, Number(w.shape[2]), numbers(attributes)) : undefined,
  ],
  onnx: ({ inputs, outputs: [y], attributes }, emit) =>
    emit.node('Conv', inputs, [y.name], onnxLaying(attributes)),
};

const convTransposeOp: Op = {
  name: 'ConvTranspose',
  infer: ([y, w], attributes) => {
    checkChannels('ConvTranspose', y, w, [1, 0]);
    const steps = Number(attributes.steps);
    const expected = outputSteps('ConvTranspose', steps, w.shape[2], attributes);
    if (expected !== y.shape[2]) {
      throw new ModelError(
        `ConvTranspose: ${steps} steps come from ${expected}, got ${outlineText(y)}.`,
      );
    }
    return [{ type: 'float', shape: [y.shape[0], w.shape[1], steps] }];
  },
  value: ([y, w], attributes) => {
    const x = zeros([y.shape[0], w.shape[1], Number(attributes.steps)]);
    const sizes = [w.shape[0], w.shape[2], y.shape[2]];
    eachProduct(x.shape, sizes, numbers(attributes), (inX, inW, inY) =>
      addTo(x, inX, elementAt(y, inY) * elementAt(w, inW)),
    );
    return [x];
  },
  gradient: ({ inputs: [y, w], grads: [g], wants, attributes }) => [
    wants[0] ? conv(g!, w, numbers(attributes)) : undefined,
    wants[1] ? convWeight(g!, y, Number(w.shape[2]), numbers(attributes)) : undefined,
  ],
  onnx: ({ inputs, outputs: [x], attributes }, emit) => {
    const { stride, dilation, before, after } = numbers(attributes);
    const [y, w] = inputs.map((name) => emit.valueOf(name).shape.map(Number));
    const reach = dilation * (w[2] - 1);
    // Without strides it is a convolution with the filters turned round, which ONNX Runtime does in a fifth of the time.
    if (stride === 1 && before <= reach && after <= reach) {
      const [turned, filters] = [emit.name(), emit.name()];
      const backwards = [[-1], [-w[2] - 1], [2], [-1]].map((bound) => emit.ints(bound));
      emit.node('Slice', [inputs[1], ...backwards], [turned]);
      emit.node('Transpose', [turned], [filters], { perm: { ints: [1, 0, 2] } });
      emit.node('Conv', [inputs[0], filters], [x.name], {
        ...onnxLaying(attributes),
        pads: { ints: [reach - before, reach - after] },
      });
      return;
    }
    const covered = (y[2] - 1) * stride + dilation * (w[2] - 1) + 1 - before - after;
    // Steps behind the last whole stride, which no output saw but for their padding.
    emit.node('ConvTranspose', inputs, [x.name], {
      ...onnxLaying(attributes),
      output_padding: { ints: [Number(attributes.steps) - covered] },
    });
  },
};

const convWeightOp: Op = {
  name: 'ConvWeight',
  infer: ([x, y], attributes) => {
    checkInput('ConvWeight', x, { type: 'float', rank: 3 });
    checkInput('ConvWeight', y, { type: 'float', rank: 3 });
    const steps = outputSteps('ConvWeight', x.shape[2], Number(attributes.taps), attributes);
    if (steps !== y.shape[2] || x.shape[0] !== y.shape[0]) {
      throw new ModelError(
        `ConvWeight: ${outlineText(x)} and ${outlineText(y)} do not belong together.`,
      );
    }
    return [{ type: 'float', shape: [y.shape[1], x.shape[1], Number(attributes.taps)] }];
  },
  value: ([x, y], attributes) => {
    const w = zeros([y.shape[1], x.shape[1], Number(attributes.taps)]);
    const sizes = [y.shape[1], Number(attributes.taps), y.shape[2]];
    eachProduct(x.shape, sizes, numbers(attributes), (inX, inW, inY) =>
      addTo(w, inW, elementAt(x, inX) * elementAt(y, inY)),
    );
    return [w];
  },
  gradient: ({ inputs: [x, y], grads: [g], wants, attributes }) => [
    wants[0] ? convTranspose(y, g!, Number(x.shape[2]), numbers(attributes)) : undefined,
    wants[1] ? conv(x, g!, numbers(attributes)) : undefined,
  ],
  // What each tap saw, side by side, times y: 128 x 32 x 374 to 32 channels by 5 taps takes 68 ms on two threads.
  // As one convolution of x with y as its filters, it takes 198 ms.
  onnx: ({ inputs: [x, y], outputs: [w], attributes }, emit) => {
    const { stride, dilation, before, after } = numbers(attributes);
    const taps = Number(attributes.taps);
    const steps = Number(emit.valueOf(y).shape[2]);
    const [outputs, channels] = w.shape;
    const names = Array.from({ length: 6 }, () => emit.name());
    const [padded, seen, turned, each, sum, split] = names;
    const reach = (taps - 1) * dilation + (steps - 1) * stride + 1;
    const more = Math.max(0, reach - Number(emit.valueOf(x).shape[2]) - before);
    emit.node('Pad', [x, emit.ints([0, 0, before, 0, 0, Math.max(more, after)])], [padded]);
    const parts = Array.from({ length: taps }, (_, k) => {
      const part = emit.name();
      const bounds = [[k * dilation], [k * dilation + (steps - 1) * stride + 1], [2], [stride]];
      emit.node('Slice', [padded, ...bounds.map((bound) => emit.ints(bound))], [part]);
      return part;
    });
    emit.node('Concat', parts, [seen], { axis: { int: 1 } });
    emit.node('Transpose', [y], [turned], { perm: { ints: [0, 2, 1] } });
    emit.node('MatMul', [seen, turned], [each]);
    emit.node('ReduceSum', [each, emit.ints([0])], [sum], { keepdims: { int: 0 } });
    emit.node('Reshape', [sum, emit.ints([taps, Number(channels), Number(outputs)])], [split]);
    emit.node('Transpose', [split], [w.name], { perm: { ints: [2, 1, 0] } });
  },
};

export const convolutionOps: readonly Op[] = [convOp, convTransposeOp, convWeightOp];
