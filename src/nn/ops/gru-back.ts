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
 * The way back of a GRU. With h the gradient of a step's state, m what the reset gate is multiplied with, and a
 * dash for gradients of the gates before their σ or tanh:
 *
 *   z′ = h·(h₋₁ − n)·z·(1 − z)     n′ = h·(1 − z)·(1 − n²)     r′ = n′·m·r·(1 − r)     m′ = n′·r
 *   h₋₁ = (r′, z′, m′)·R + h·z
 */
export function gruBack(parts: RecurrentParts<Tensor>, call: Call): Grads {
  const { weights, bias, hidden } = parts;
  const [outputs] = call.outputs;
  const [steps, rows, units] = outputs.shape as [number, Tensor['shape'][0], number];
  const whole = (x: Tensor) => reshape(x, [steps, rows, units]);
  const one = (x: Tensor) => sub(1, x);
  const gatesOf = (x: Tensor) => split(x, [units, units, units], x.shape.length - 1);

  const starts = startsOf(hidden, outputs);
  const held = gatesOf(gemm(flat(starts), weights, bias, { transB: true }));
  const fed = gatesOf(fedGates(parts));
  const [r, z] = [0, 1].map((gate) => sigmoid(whole(add(held[gate], fed[gate]))));
  const m = whole(held[2]);
  const n = tanh(whole(add(flat(mul(r, m)), fed[2])));

  const toN = mul(one(z), one(square(n)));
  const toM = mul(toN, r);
  const factors = [mul(mul(toM, m), one(r)), mul(sub(starts, n), mul(z, one(z))), toM, z].map(
    eachStep,
  );
  const inH = comingIn(parts, steps, call.grads[0], call.grads[1]);
  const turned = withAxis(weights);

  const back: Tensor[] = new Array(steps);
  const states: Tensor[] = new Array(steps);
  let h: Tensor | undefined;
  const zero = firstOf(undefined, outputs);
  for (let t = steps - 1; t >= 0; t--) {
    const now: Tensor = plus(h, inH[t]) ?? zero;
    const [toR, toZ, toM, toH] = factors.map((factor) => mul(now, factor[t]));
    states[t] = now;
    back[t] = concat([toR, toZ, toM], 2);
    h = add(matMul(back[t], turned), toH);
  }
  const all = concat(back, 0);
  const [toR, toZ] = gatesOf(all);
  const fedBack = concat([toR, toZ, mul(concat(states, 0), toN)], 2);
  return {
    ...weightGrads(parts, { fed: fedBack, back: all, starts }, call),
    hidden: hidden && reshape(h!, hidden.shape),
    cell: undefined,
  };
}
