/**
 * Takes: a relation of raw rows and a list of steps. Gives: a view of clean rows, and for each step what it did, counted.
 * May import: base, sql, table.
 * To add one: a method in steps/ with its option table, joined to the registry.
 */
export { applyClean, type CleanedRows, fitClean } from './clean-rows.ts';
export { type CheckedCleanStep, readCleanSteps, textColumns } from './read-steps.ts';
export { cleanMethods } from './registry.ts';
export { snakeCase } from './snake-case.ts';
export { type StepSummary, summarizeCleaning } from './summary.ts';
export type {
  CleanedStep,
  Cleaning,
  CleanMethod,
  CleanStep,
  StepCounts,
} from './types.ts';
