/**
 * Takes: a path, a pattern or a study's block. Gives: a plain description of where rows live.
 * May import: base.
 * To add one: a key in source.ts and schema.ts, read by the engine in table/.
 */
export { readFileName } from './file-name.ts';
export { parseSource } from './parse-source.ts';
export { type SourceDocument, sourceSchema } from './schema.ts';
export type { Compression, Encoding, ReadAs, Source, SourceFormat } from './source.ts';
