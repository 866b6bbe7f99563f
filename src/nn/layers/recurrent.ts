import { ModelError, OptionError, show } from '../../base/index.ts';
import type { Tensor } from '../graph/net-builder.ts';
import { outlineText } from '../graph/shapes.ts';
import { GATES } from '../ops/recurrent-parts.ts';
import { concat, expandLike, reverseSteps, slice, transpose } from '../ops/write.ts';
import type { Design } from './design.ts';
import { dropout as dropOut, knownAxis } from './layers.ts';
import { type Way, walk } from './recurrent-way.ts';

export interface RecurrentOptions {
  readonly cell: 'lstm' | 'gru';
  /** Units of each layer and direction. */
  readonly hidden: number;
  /** Layers above each other, each fed with the outputs of the one below. Default 1. */
  readonly layers?: number;
  /** A second set of weights goes from each row's last step to its first. Default false. */
  readonly bidirectional?: boolean;
  /** Share of numbers between two layers that are 0 in training. Default 0. */
  readonly dropout?: number;
  /** Steps of each row, 1 or more, as int64 (rows). Default: all have all. Outputs behind a row's length are 0. */
  readonly lengths?: Tensor;
  /**
   * What the first step starts with: rows × layers·directions·hidden, layer by layer and forward before backward.
   * Default 0. `state` is h, `cell` the c of an LSTM.
   */
  readonly initial?: { readonly state?: Tensor; readonly cell?: Tensor };
}

/** An input of zeros, which costs no product and has no weights; the rows are those of `initial`. */
export interface NoInput {
  readonly steps: number;
}

/**
 * An LSTM or a GRU along the steps of series, with PyTorch's equations, initialiser (uniform within ±1/√hidden) and
 * names: `name/weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, with `_reverse` behind them for the way
 * back. A state dictionary of PyTorch fits as it is. In use it is ONNX's own LSTM or GRU; in training a form whose
 * gradient is quick.
 *
 * Shapes: x is rows × steps × inputs; `outputs` rows × steps × directions·hidden; `last` is the top layer's state where
 * each direction ends, rows × directions·hidden: forward at a row's own last step, backward at its first.
 * Cost: per row and step gates·hidden·(inputs + hidden) products, three times that in training.
 */
export function recurrent(
  design: Design,
  name: string,
  x: Tensor | NoInput,
  options: RecurrentOptions,
): { readonly outputs: Tensor; readonly last: Tensor } {
  const { cell, hidden, layers = 1, bidirectional = false, dropout = 0, lengths } = options;
  if (GATES[cell] === undefined) {
    throw new OptionError(`${name}: cell must be one of lstm, gru, got ${show(cell)}.`);
  }
  const directions = bidirectional ? 2 : 1;
  const fed = 'net' in x ? transpose(stepped(name, x), [1, 0, 2]) : undefined;
  const steps = fed === undefined ? (x as NoInput).steps : knownAxis(name, fed, 0);
  const states = firstStates(name, fed, layers * directions * hidden, options.initial);
  let at = fed;
  let last: Tensor | undefined;
  for (let layer = 0; layer < layers; layer++) {
    if (layer > 0) at = dropOut(design, `${name}/drop ${layer}`, at!, dropout);
    const ways = Array.from({ length: directions }, (_, direction) => {
      const place = (layer * directions + direction) * hidden;
      const own = (state: Tensor) => slice(state, 1, place, place + hidden);
      const backward = direction === 1;
      const way: Way = {
        name,
        suffix: `l${layer}${backward ? '_reverse' : ''}`,
        cell,
        hidden,
        steps,
        x: at && (backward ? reverseSteps(at, lengths) : at),
        lengths,
        first: states && { state: own(states.state), cell: own(states.cell) },
      };
      const made = walk(design, way);
      return backward ? { ...made, outputs: reverseSteps(made.outputs, lengths) } : made;
    });
    at = concat(
      ways.map(({ outputs }) => outputs),
      2,
    );
    last = concat(
      ways.map((way) => way.last),
      1,
    );
  }
  return { outputs: transpose(at!, [1, 0, 2]), last: last! };
}

function stepped(name: string, x: Tensor): Tensor {
  if (x.shape.length === 3) return x;
  throw new ModelError(`${name}: x must be rows × steps × inputs, got ${outlineText(x)}.`);
}

function firstStates(
  name: string,
  fed: Tensor | undefined,
  width: number,
  { state, cell }: NonNullable<RecurrentOptions['initial']> = {},
): { state: Tensor; cell: Tensor } | undefined {
  for (const given of [state, cell]) {
    if (given !== undefined && given.shape[1] !== width) {
      throw new ModelError(
        `${name}: initial must be rows × ${width}, layer by layer, got ${outlineText(given)}.`,
      );
    }
  }
  const known = state ?? cell;
  if (known === undefined && fed === undefined) {
    throw new ModelError(`${name}: without inputs, an initial state must be given.`);
  }
  return known && { state: state ?? expandLike(0, known), cell: cell ?? expandLike(0, known) };
}
