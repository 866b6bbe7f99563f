import type { PreparedText } from '../files/prepare-text.ts';
import { readBlocks } from '../files/read-blocks.ts';

const LINE_END = 10;

/**
 * Hands over a text file line by line, without line ends; numbered from 1.
 *
 * Memory: a block of the file and the longest line.
 */
export async function readLines(
  { readable, readableCompression }: PreparedText,
  take: (line: string, number: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  let rest: Buffer[] = [];
  let number = 0;
  const give = (line: Buffer) => {
    const text = line.toString('utf8');
    number++;
    take(number === 1 ? text.replace(/^\ufeff/, '') : text, number);
  };
  await readBlocks(
    readable,
    readableCompression,
    (block) => {
      let from = 0;
      for (let end = block.indexOf(LINE_END); end >= 0; end = block.indexOf(LINE_END, from)) {
        const line = block.subarray(from, end);
        give(rest.length === 0 ? line : Buffer.concat([...rest, line]));
        rest = [];
        from = end + 1;
      }
      if (from < block.length) rest.push(Buffer.from(block.subarray(from)));
    },
    undefined,
    signal,
  );
  if (rest.length > 0) give(Buffer.concat(rest));
}
