import { OptionError, type Random, show } from '../../base/index.ts';

/** The first values of weights: in × out as in `dense`, or out × in × taps as in `conv1d`. */
export type Initialiser = (shape: readonly number[], random: Random) => Float32Array;

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** How many numbers feed one output, and how many outputs one number feeds: of in × out, or out × in × taps. */
function fans(shape: readonly number[]): { into: number; outOf: number } {
  if (shape.length === 3) return { into: shape[1] * shape[2], outOf: shape[0] * shape[2] };
  return { into: shape[0], outOf: shape.at(-1)! };
}

function uniform(bound: number): Initialiser {
  return (shape, random) =>
    Float32Array.from({ length: sizeOf(shape) }, () => (2 * random.next() - 1) * bound);
}

function normal(deviation: number): Initialiser {
  return (shape, random) =>
    Float32Array.from({ length: sizeOf(shape) }, () => random.normal() * deviation);
}

/** All the same number. */
export function constant(value: number): Initialiser {
  return (shape) => new Float32Array(sizeOf(shape)).fill(value);
}

/** Uniform within ±√(6 / (in + out)). Glorot & Bengio 2010; for tanh, sigmoid and linear units. */
export const glorotUniform: Initialiser = (shape, random) => {
  const { into, outOf } = fans(shape);
  return uniform(Math.sqrt(6 / (into + outOf)))(shape, random);
};

/** Normal with variance 2 / in. He et al. 2015; for units of the ReLU family. */
export const heNormal: Initialiser = (shape, random) =>
  normal(Math.sqrt(2 / fans(shape).into))(shape, random);

/** Uniform within ±√(6 / in). */
export const heUniform: Initialiser = (shape, random) =>
  uniform(Math.sqrt(6 / fans(shape).into))(shape, random);

/** Uniform within ±1 / √fanIn: weights and biases of torch.nn.Linear and Conv1d. */
export function pytorchUniform(fanIn: number): Initialiser {
  return uniform(1 / Math.sqrt(fanIn));
}

/** Normal with deviation 1: torch.nn.Embedding. */
export const standardNormal: Initialiser = normal(1);

/** Where a layer's weights and biases begin: `pytorch` and `keras` are those libraries' own defaults. */
export type Start = 'he' | 'glorot' | 'pytorch' | 'keras';

/** @param fanIn numbers that feed one output of the layer */
export function startOf(start: Start, fanIn: number): { weights: Initialiser; bias: Initialiser } {
  switch (start) {
    case 'he':
      return { weights: heNormal, bias: constant(0) };
    case 'glorot':
    case 'keras':
      return { weights: glorotUniform, bias: constant(0) };
    case 'pytorch':
      return { weights: pytorchUniform(fanIn), bias: pytorchUniform(fanIn) };
    default:
      throw new OptionError(
        `Layer: start must be one of he, glorot, pytorch, keras, got ${show(start)}.`,
      );
  }
}
