import { totalmem } from 'node:os';

/** The share of the memory of this machine (or container) that the engine may use by default. */
const MEMORY_SHARE = 0.5;

/** Bytes this process may use: the container's limit where there is one, else the machine's memory. */
function memoryOfThisMachine(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}

/** The engine's default limit as DuckDB reads it: CLADE_MEMORY of the environment, else a share of what there is. */
export function defaultMemory(): string {
  const { CLADE_MEMORY: asked } = process.env;
  if (asked !== undefined && asked !== '') return asked;
  return `${Math.max(256, Math.floor((memoryOfThisMachine() * MEMORY_SHARE) / 2 ** 20))}MiB`;
}

const units: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4 };

/** The bytes that a size such as '512MB' or '4GiB' stands for; undefined when it is no size. */
export function bytesOf(size: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGT])(i?)B$/i.exec(size);
  if (match === null) return undefined;
  return Number(match[1]) * (match[3] === '' ? 1000 : 1024) ** units[match[2].toLowerCase()];
}
