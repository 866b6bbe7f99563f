import { BundleError, type Run, type RunContext } from '../base/index.ts';
import type { EncoderModel } from '../encode/index.ts';
import type { Matrix } from '../numeric/index.ts';
import type { EncoderPlan, EncoderUse } from './plan-encoding.ts';
import type { PreparedEntities } from './prepared-entities.ts';

export interface FittedEncoder {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly use: EncoderUse;
  readonly model: EncoderModel;
}

/** The rows that are clustered: the prepared numbers, or what the encoders made of them. */
export interface EncodedEntities {
  readonly encoders: readonly FittedEncoder[];
  /** The prepared numbers of all entities that have any. */
  readonly input: Matrix;
  /** The same rows as they are clustered; `input` itself without encoders. */
  readonly code: Matrix;
  /** The clustered rows of some entities, named by their places in the feature table. */
  matrix(places: Int32Array): Matrix;
  /** The prepared rows of the same. */
  inputMatrix(places: Int32Array): Matrix;
}

/** Fits the encoders one after the other, each on what the one before gave, on all entities together. */
export async function encodeEntities(
  plans: readonly EncoderPlan[],
  prepared: PreparedEntities,
  run: Run,
): Promise<EncodedEntities> {
  const input = prepared.matrix(prepared.rows);
  const encoders: FittedEncoder[] = [];
  let code = input;
  for (const [i, plan] of plans.entries()) {
    if (plan.warning !== null) run.warn('names-as-numbers', plan.warning);
    const blocks = i === 0 ? prepared.preparation.blocks : undefined;
    const fitted = await fitEncoder(plan, code, blocks, stageOf(plan.name, run));
    encoders.push(fitted.encoder);
    code = fitted.code;
  }
  return encodedOf(encoders, prepared, input, code);
}

/** The same with encoders that were fitted before; nothing is fitted here. */
export async function applyEncoders(
  encoders: readonly FittedEncoder[],
  prepared: PreparedEntities,
  run: Run,
): Promise<EncodedEntities> {
  const input = prepared.matrix(prepared.rows);
  let code = input;
  for (const encoder of encoders) {
    if (encoder.model.inputs !== code.cols) {
      throw new BundleError(
        `bundle: ${encoder.name} must get ${encoder.model.inputs} numbers per row, but the steps before it give ${code.cols}. Fit again.`,
      );
    }
    code = await take(encoder.model, encoder.use, code, stageOf(encoder.name, run));
  }
  return encodedOf(encoders, prepared, input, code);
}

/** Fits one encoder and gives what the next stage takes from it. */
export async function fitEncoder(
  plan: EncoderPlan,
  x: Matrix,
  blocks: PreparedEntities['blocks'],
  run: RunContext,
  seed?: number,
): Promise<{ encoder: FittedEncoder; code: Matrix }> {
  const model = await plan.create(blocks, seed).fit(x, run);
  const { name, options, use } = plan;
  return { encoder: { name, options, use, model }, code: await take(model, use, x, run) };
}

async function take(
  model: EncoderModel,
  use: EncoderUse,
  x: Matrix,
  run: RunContext,
): Promise<Matrix> {
  const code = await model.transform(x, run);
  return use === 'code' || !model.inverse ? code : model.inverse(code, run);
}

function encodedOf(
  encoders: readonly FittedEncoder[],
  { rows, count }: PreparedEntities,
  input: Matrix,
  code: Matrix,
): EncodedEntities {
  const position = new Int32Array(count).fill(-1);
  rows.forEach((place, at) => {
    position[place] = at;
  });
  const of = (x: Matrix) => (places: Int32Array) =>
    places.length === rows.length ? x : x.takeRows(places.map((place) => position[place]));
  return { encoders, input, code, matrix: of(code), inputMatrix: of(input) };
}

/** Stages of an encoder are told with its name before them. */
function stageOf(name: string, run: Run): RunContext {
  return {
    signal: run.signal,
    threads: run.threads,
    checkpoints: run.checkpoints,
    warn: (code, message) => run.warn(code, message),
    onProgress: ({ stage, ...rest }) =>
      run.onProgress({
        stage: stage === name ? `encode (${name})` : `encode (${name}): ${stage}`,
        ...rest,
      }),
  };
}
