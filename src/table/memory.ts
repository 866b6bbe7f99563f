import { totalmem } from 'node:os';

/** The share of the memory of this machine (or container) that the engine may use by default. */
const MEMORY_SHARE = 0.5;

/** Bytes this process may use: the container's limit where there is one, else the machine's memory. */
function memoryOfThisMachine(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}

/** The engine's default limit as DuckDB reads it. */
export function defaultMemory(): string {
  return `${Math.max(256, Math.floor((memoryOfThisMachine() * MEMORY_SHARE) / 2 ** 20))}MiB`;
}
