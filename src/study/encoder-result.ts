import type { EncoderResult } from '../publish/index.ts';
import type { FittedEncoder } from './encode-entities.ts';

/** What the manifest says about one encoder. `index` numbers its files. */
export function encoderResult(encoder: FittedEncoder, index: number): EncoderResult {
  const { name, options, use, model } = encoder;
  return {
    method: name,
    options,
    use,
    inputs: model.inputs,
    outputs: model.outputs,
    training: model.training ?? null,
    model: stateFile(index),
    onnx: model.toOnnx ? onnxFile(index) : null,
  };
}

/** The files of one encoder in the bundle. */
export function encoderFiles(
  { model }: FittedEncoder,
  index: number,
): (readonly [string, ArrayBuffer | Uint8Array])[] {
  return [
    [stateFile(index), model.toState()],
    ...(model.toOnnx ? [[onnxFile(index), model.toOnnx()] as const] : []),
  ];
}

const stateFile = (index: number) => `state/encoder-${index}.clade`;
const onnxFile = (index: number) => `state/encoder-${index}.onnx`;
