import type { NetBuilder, Tensor } from '../graph/net-builder.ts';
import type { Axis, Net } from '../types.ts';
import { rowsFirst, zeros } from './dense.ts';
import type { Call, Dense, Op } from './op.ts';
import type { Cell } from './recurrent-parts.ts';
import { add, concat, expandLike, gemm, mul, reshape, slice, transpose } from './write.ts';

/**
 * The way back of `RecurrentSteps`, from its last step to its first. With H and C the gradients of a step's state
 * and cell, and of its output added to H:
 *
 *   C += H·toCell     gates′ = (C, C, H, C)·slopes     H₋₁ = Rᵀ·gates′              C₋₁ = C·kept     (LSTM)
 *                     gates′ = (H, H, H, H)·slopes     H₋₁ = Rᵀ·gates′ + H·kept                      (GRU)
 *
 * Gives gates′ of all steps, of which the weights' gradient is one product, and the gradients of the first states.
 */
interface Backward<T> {
  /** Rᵀ: hidden × 4·hidden. */
  readonly turned: T;
  readonly slopes: T;
  readonly kept: T;
  readonly toCell?: T;
  /** Gradients of the last state, and of an LSTM's last cell. */
  readonly last: readonly T[];
  /** The gradient of the outputs; left out where only the last state is used. */
  readonly outputs?: T;
}

function backwardParts<T>(inputs: readonly T[], cell: unknown, used: unknown): Backward<T> {
  const rest = inputs.slice();
  const next = () => rest.shift()!;
  const lstm = cell === 'lstm';
  return {
    turned: next(),
    slopes: next(),
    kept: next(),
    ...(lstm && { toCell: next() }),
    last: rest.splice(0, lstm ? 2 : 1),
    ...(used === 1 && { outputs: next() }),
  };
}

/** The gradient of a call of `RecurrentSteps`. */
export function recurrentBack({ inputs, outputs, attributes, grads, wants }: Call) {
  const cell = attributes.cell as Cell;
  const states = cell === 'lstm' ? 2 : 1;
  const [weights, x, hidden] = inputs;
  const units = Number(hidden.shape[0]);
  const [fed, slopes, kept, toCell] = outputs.slice(1 + states);
  const last = inputs.slice(2).map((state, i) => grads[1 + i] ?? expandLike(0, state));
  const turned = transpose(slice(weights, 1, 0, units));
  const [gates, ...first] = backwardSteps(cell, {
    turned,
    slopes,
    kept,
    ...(cell === 'lstm' && { toCell }),
    last,
    ...(grads[0] !== undefined && { outputs: grads[0] }),
  });
  const flatGates = flat(gates);
  const back = () => {
    const [steps, inputs, rows] = x.shape;
    const own = slice(weights, 1, units, units + Number(inputs));
    return transpose(reshape(gemm(flatGates, own), [steps, rows, inputs]), [0, 2, 1]);
  };
  return [
    wants[0] ? gemm(flatGates, flat(fed), undefined, { transA: true }) : undefined,
    wants[1] ? back() : undefined,
    ...first,
  ];
}

/** steps × rows × width as steps·rows × width. */
function flat(x: Tensor): Tensor {
  const [steps, rows, width] = x.shape;
  const both: Axis = typeof rows === 'number' ? Number(steps) * rows : `${steps}·${rows}`;
  return reshape(x, [both, width]);
}

/** The scan itself, as nodes of the net. */
export function backwardSteps(cell: Cell, parts: Backward<Tensor>): readonly Tensor[] {
  const { turned, slopes, kept, toCell, last, outputs } = parts;
  const { net } = slopes;
  const inner = net.inner();
  const step = (x: Tensor | undefined) => x && inner.input(inner.newName('step'), x.shape.slice(1));
  const states = last.map(({ shape }) => inner.input(inner.newName('state'), shape));
  const steps = [slopes, kept, toCell, outputs];
  const [nowSlopes, nowKept, nowToCell, nowOutputs] = steps.map(step);
  const h = nowOutputs === undefined ? states[0] : add(states[0], transpose(nowOutputs));
  const body =
    cell === 'lstm'
      ? lstmBody(inner, turned, h, add(states[1], mul(h, nowToCell!)), nowSlopes!, nowKept!)
      : gruBody(inner, turned, h, nowSlopes!, nowKept!);
  const used = Number(outputs !== undefined);
  const ordered = [turned, slopes, kept, ...(toCell ? [toCell] : []), ...last];
  return net.add('RecurrentBack', [...ordered, ...(outputs ? [outputs] : [])], {
    cell,
    used,
    body,
  });
}

function lstmBody(
  net: NetBuilder,
  turned: Tensor,
  h: Tensor,
  c: Tensor,
  slopes: Tensor,
  kept: Tensor,
): Net {
  const gates = mul(concat([c, c, h, c], 0), slopes);
  return net.finish({ h: gemm(turned, gates), c: mul(c, kept), gates: transpose(gates) });
}

function gruBody(net: NetBuilder, turned: Tensor, h: Tensor, slopes: Tensor, kept: Tensor): Net {
  const gates = mul(concat([h, h, h, h], 0), slopes);
  return net.finish({ h: gemm(turned, gates, mul(h, kept)), gates: transpose(gates) });
}

function value(parts: Backward<Dense>, lstm: boolean): Dense[] {
  const { turned, slopes, kept, toCell, last, outputs } = parts;
  const [steps, size, rows] = kept.shape;
  const gates = zeros(slopes.shape);
  const given = outputs && rowsFirst(outputs);
  const h = last[0].data.slice();
  const c = (last[1] ?? last[0]).data.slice();
  for (let t = steps - 1; t >= 0; t--) {
    const now = gates.data.subarray(t * 4 * size * rows, (t + 1) * 4 * size * rows);
    for (let at = 0; at < size * rows; at++) {
      const place = t * size * rows + at;
      h[at] += given?.data[place] ?? 0;
      if (lstm) c[at] += h[at] * toCell!.data[place];
      for (let gate = 0; gate < 4; gate++) {
        const slope = slopes.data[(t * 4 + gate) * size * rows + at];
        now[gate * size * rows + at] = slope * (lstm && gate !== 2 ? c[at] : h[at]);
      }
    }
    for (let at = 0; at < size * rows; at++) {
      const [j, row] = [Math.floor(at / rows), at % rows];
      const share = kept.data[t * size * rows + at];
      let total = lstm ? 0 : h[at] * share;
      for (let k = 0; k < 4 * size; k++)
        total += turned.data[j * 4 * size + k] * now[k * rows + row];
      c[at] *= share;
      h[at] = total;
    }
  }
  const shape = [size, rows];
  return [rowsFirst(gates), { shape, data: h }, ...(lstm ? [{ shape, data: c }] : [])];
}

export const recurrentBackOp: Op = {
  name: 'RecurrentBack',
  // Its body would be a long key. No gradient goes through it: nothing here asks for a second derivative.
  pure: false,
  infer: (inputs, { cell, used }) => {
    const { slopes, last } = backwardParts(inputs, cell, used);
    const [steps, gates, rows] = slopes.shape;
    const states = last.map(({ type, shape }) => ({ type, shape }));
    return [{ type: slopes.type, shape: [steps, rows, gates] }, ...states];
  },
  value: (inputs, { cell, used }) => value(backwardParts(inputs, cell, used), cell === 'lstm'),
  onnx: ({ inputs, outputs, attributes: { cell, used, body } }, emit) => {
    const { slopes, kept, toCell, last, outputs: given } = backwardParts(inputs, cell, used);
    const steps = [slopes, kept, toCell, given].filter((name) => name !== undefined);
    const [gates, ...first] = outputs.map(({ name }) => name);
    emit.node('Scan', [...last, ...steps], [...first, gates], {
      body: { body: body as Net },
      num_scan_inputs: { int: steps.length },
      scan_input_directions: { ints: steps.map(() => 1) },
      scan_output_directions: { ints: [1] },
    });
  },
};
