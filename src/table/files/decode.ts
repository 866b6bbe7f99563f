import { StringDecoder } from 'node:string_decoder';
import type { Encoding } from '../../source/index.ts';

/** Turns blocks of one encoding into blocks of UTF-8; state runs over block borders. */
export interface Transcoder {
  push(block: Buffer): Buffer;
  end(): Buffer;
}

/** Unicode code points of the bytes 0x80–0x9F of windows-1252 (WHATWG Encoding, index windows-1252). */
const upperControls = [
  0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152,
  0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122,
  0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
];

/** UTF-8 bytes of every upper half byte of windows-1252. */
const upperHalf: readonly Buffer[] = Array.from({ length: 128 }, (_, i) =>
  Buffer.from(String.fromCodePoint(i < 32 ? upperControls[i] : 128 + i), 'utf8'),
);

export function transcoder(from: Encoding): Transcoder {
  if (from === 'windows-1252') return { push: fromWindows1252, end: () => Buffer.alloc(0) };
  if (from === 'utf-8') return { push: (block) => block, end: () => Buffer.alloc(0) };
  const decoder = new StringDecoder('utf16le');
  let odd: Buffer = Buffer.alloc(0);
  return {
    push(block) {
      const all = odd.length === 0 ? block : Buffer.concat([odd, block]);
      const even = all.length - (all.length % 2);
      odd = Buffer.from(all.subarray(even));
      const pairs = Buffer.from(all.subarray(0, even));
      if (from === 'utf-16be') pairs.swap16();
      return Buffer.from(decoder.write(pairs), 'utf8');
    },
    end: () => Buffer.from(decoder.end(), 'utf8'),
  };
}

/**
 * Our own table, because the TextDecoder of some Node versions reads windows-1252 as latin-1
 * (nodejs/node issue 56542), which turns € and curly quotes into control characters.
 */
function fromWindows1252(block: Buffer): Buffer {
  const out = Buffer.allocUnsafe(block.length * 3);
  let length = 0;
  for (let i = 0; i < block.length; i++) {
    const byte = block[i];
    if (byte < 128) out[length++] = byte;
    else length += upperHalf[byte - 128].copy(out, length);
  }
  return out.subarray(0, length);
}

/** Takes the carriage return from every CRLF, so that a file of mixed line ends has one kind. */
export function unifyLineEnds(): Transcoder {
  let held = false;
  return {
    push(block) {
      const out = Buffer.allocUnsafe(block.length + 1);
      let length = 0;
      for (let i = 0; i < block.length; i++) {
        const byte = block[i];
        if (held && byte !== 10) out[length++] = 13;
        held = byte === 13;
        if (!held) out[length++] = byte;
      }
      return out.subarray(0, length);
    },
    end: () => (held ? Buffer.from([13]) : Buffer.alloc(0)),
  };
}
