/** How much a block of columns weighs. */
export interface BlockOptions {
  /** block (default): the columns together weigh like one standardised number. none: zeros and ones as they are. */
  readonly scale: 'block' | 'none';
}

export const scaleOption = [
  ['block', 'none'],
  {
    meaning:
      'block: all its columns together weigh like one standardised number; none: as they are.',
    default: 'block',
  },
] as const;
