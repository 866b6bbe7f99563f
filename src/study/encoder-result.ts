import type { OnnxFront } from '../encode/index.ts';
import type { EncoderResult } from '../publish/index.ts';
import type { FittedEncoder } from './encode-entities.ts';

/** What the manifest says about one encoder. `index` numbers its files, `front` is what its ONNX file takes. */
export function encoderResult(
  encoder: FittedEncoder,
  index: number,
  front: OnnxFront,
): EncoderResult {
  const { name, options, use, model } = encoder;
  return {
    method: name,
    options,
    use,
    inputs: model.inputs,
    outputs: model.outputs,
    training: model.training ?? null,
    ...(model.forest ? { forest: model.forest } : {}),
    model: stateFile(index),
    ...(model.toOnnx ? { onnx: onnxFile(index), onnxInput: front.input } : { onnx: null }),
  };
}

/** The files of one encoder in the bundle. */
export function encoderFiles(
  { model }: FittedEncoder,
  index: number,
  front: OnnxFront,
): (readonly [string, ArrayBuffer | Uint8Array])[] {
  return [
    [stateFile(index), model.toState()],
    ...(model.toOnnx ? [[onnxFile(index), model.toOnnx(front)] as const] : []),
  ];
}

const stateFile = (index: number) => `state/encoder-${index}.clade`;
const onnxFile = (index: number) => `state/encoder-${index}.onnx`;
