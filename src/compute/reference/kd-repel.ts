import { tsneRepel } from './tsne.ts';

/**
 * What the points of a map do to rows when no node stands for its points; `kdRepel` comes within a few
 * percent of it, and within rounding when every node is opened.
 */
export const kdRepel = tsneRepel;
