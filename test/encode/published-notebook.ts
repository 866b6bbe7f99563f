import type { DenoisingAutoencoderOptions } from '../../src/encode/index.ts';

/** The settings of a published notebook on daily usage, in which zeros win: see the warning "collapsed". */
export const publishedNotebook: Partial<DenoisingAutoencoderOptions> = {
  widths: [512, 256, 128],
  components: 64,
  decoder: 'halving',
  activation: 'relu',
  norm: 'batch',
  dropout: 0.1,
  output: 'relu',
  loss: 'mae',
  noise: 'gaussian',
  amount: 0.1,
  learningRate: 1e-2,
  schedule: 'constant',
  batch: 5000,
  epochs: 20,
  validation: 0.2,
  start: 'pytorch',
};
