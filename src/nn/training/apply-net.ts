import { Run, type RunContext } from '../../base/index.ts';
import { writeOnnx } from '../onnx/write-onnx.ts';
import { openSession, type TensorData } from '../session.ts';
import { countRows, type Model, type Rows, servingNet, type Weights } from './model.ts';

/** Rows of one call. Every call has as many, so that a row's numbers do not depend on how many come with it. */
const TOGETHER = 256;

/**
 * One output of a trained net for rows, each row by itself: the same bits alone or among others.
 *
 * Missing rows of the last call are filled with zeros. Cost: one pass forward.
 */
export async function applyNet(
  model: Model,
  weights: Weights,
  rows: Rows,
  output: string,
  context: RunContext = {},
): Promise<Float32Array> {
  const run = new Run(context);
  const count = countRows(model, rows);
  const { net, parameters, running, outputs } = servingNet(model, [output]);
  const needed = Object.fromEntries(
    [...parameters, ...running].map(({ name }) => [name, weights[name]]),
  );
  const inputs = net.inputs.filter(({ name }) => needed[name] === undefined);
  const width = outputs[output].shape.slice(1).reduce<number>((a, axis) => a * Number(axis), 1);
  const made = new Float32Array(count * width);
  await using session = await openSession(writeOnnx(net, { weights: needed }), run);
  for (let from = 0; from < count; from += TOGETHER) {
    await run.pause();
    const feeds: Record<string, TensorData> = {};
    for (const { name } of inputs) {
      feeds[name] = piece(rows[name], model.inputs[name].shape, from);
    }
    const { data } = (await session.run(feeds))[output];
    const end = Math.min(count, from + TOGETHER);
    made.set((data as Float32Array).subarray(0, (end - from) * width), from * width);
  }
  return made;
}

function piece(
  table: Float32Array | BigInt64Array,
  shape: readonly number[],
  from: number,
): TensorData {
  const width = shape.reduce((a, b) => a * b, 1);
  const length = TOGETHER * width;
  const some = table.subarray(from * width, from * width + length);
  const whole = [TOGETHER, ...shape];
  if (some.length === length) return { data: some, shape: whole };
  const data =
    table instanceof BigInt64Array ? new BigInt64Array(length) : new Float32Array(length);
  (data as Float32Array).set(some as Float32Array);
  return { data, shape: whole };
}
