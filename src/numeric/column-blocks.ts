/**
 * What some neighbouring columns of a matrix say together: one number, one yes or no, the levels of one
 * category, the coordinates of one text. Methods that treat kinds of columns differently go by it.
 */
export interface ColumnBlock {
  /** The column of the data that it was made of. */
  readonly name: string;
  /** number: one column. flag: one column of 0 and 1. category: one column per level, at most a single 1 in each row. text: coordinates. */
  readonly kind: 'number' | 'flag' | 'category' | 'text';
  /** First column. */
  readonly from: number;
  /** One past the last column. */
  readonly to: number;
  /** What the columns of a flag, a category or a text were multiplied by, to weigh like one number; 1 when left out. */
  readonly scale?: number;
}
