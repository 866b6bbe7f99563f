import type { Tensor } from '../graph/net-builder.ts';
import type { Call } from './op.ts';
import {
  comingIn,
  eachStep,
  fedGates,
  firstOf,
  flat,
  type Grads,
  plus,
  startsOf,
  weightGrads,
  withAxis,
} from './recurrent-back.ts';
import type { RecurrentParts } from './recurrent-parts.ts';
import {
  add,
  concat,
  gemm,
  matMul,
  mul,
  reshape,
  sigmoid,
  split,
  square,
  sub,
  tanh,
} from './write.ts';

/**
 * The way back of an LSTM. With h and c the gradients of a step's state, and a dash for those of the gates before
 * their σ or tanh:
 *
 *   c = cₙₑₓₜ·fₙₑₓₜ + h·o·(1 − tanh²c)       i′ = c·g·i·(1 − i)       f′ = c·c₋₁·f·(1 − f)
 *   h₋₁ = (i′, f′, g′, o′)·R                 g′ = c·i·(1 − g²)         o′ = h·tanh(c)·o·(1 − o)
 *
 * All factors of h and c are known before the first of these steps.
 */
export function lstmBack(parts: RecurrentParts<Tensor>, call: Call): Grads {
  const { weights, bias, hidden, cell } = parts;
  const [outputs] = call.outputs;
  const [steps, rows, units] = outputs.shape as [number, Tensor['shape'][0], number];
  const whole = (x: Tensor) => reshape(x, [steps, rows, units]);
  const one = (x: Tensor) => sub(1, x);

  const starts = startsOf(hidden, outputs);
  const gates = add(gemm(flat(starts), weights, bias, { transB: true }), fedGates(parts));
  const [inner, forget, fresh, outer] = split(gates, [units, units, units, units], 1).map(whole);
  const [i, f, g, o] = [sigmoid(inner), sigmoid(forget), tanh(fresh), sigmoid(outer)];

  const cells: Tensor[] = [firstOf(cell, outputs)];
  const added = eachStep(mul(i, g));
  const kept = eachStep(f);
  kept.forEach((share, t) => {
    cells.push(add(mul(share, cells[t]), added[t]));
  });
  const cellsBefore = concat(cells.slice(0, -1), 0);
  const bent = tanh(concat(cells.slice(1), 0));

  const toCell = eachStep(mul(o, one(square(bent))));
  const factors = [
    mul(g, mul(i, one(i))),
    mul(cellsBefore, mul(f, one(f))),
    mul(i, one(square(g))),
    mul(bent, mul(o, one(o))),
  ].map(eachStep);
  const inH = comingIn(parts, steps, call.grads[0], call.grads[1]);
  const inC = comingIn(parts, steps, undefined, call.grads[2]);
  const turned = withAxis(weights);

  const back: Tensor[] = new Array(steps);
  let h: Tensor | undefined;
  let c: Tensor | undefined;
  const zero = firstOf(undefined, outputs);
  for (let t = steps - 1; t >= 0; t--) {
    const nowH: Tensor = plus(h, inH[t]) ?? zero;
    const nowC = plus(plus(c, inC[t]), mul(nowH, toCell[t]))!;
    back[t] = concat(
      factors.map((factor, gate) => mul(gate === 3 ? nowH : nowC, factor[t])),
      2,
    );
    h = matMul(back[t], turned);
    c = mul(nowC, kept[t]);
  }
  const all = concat(back, 0);
  return {
    ...weightGrads(parts, { fed: all, back: all, starts }, call),
    hidden: hidden && reshape(h!, hidden.shape),
    cell: cell && reshape(c!, cell.shape),
  };
}
