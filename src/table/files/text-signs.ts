import { isUtf8 } from 'node:buffer';
import type { Encoding } from '../../source/index.ts';

/** What the bytes of a text file tell about it, gathered block by block. */
export class TextSigns {
  /** The first megabyte or less. */
  head: Buffer = Buffer.alloc(0);
  bytes = 0;
  /** False from the first byte that UTF-8 does not allow. */
  utf8 = true;
  #carry: Buffer = Buffer.alloc(0);
  #crlf = false;
  #bareLf = false;
  #lastByte = 0;

  take(block: Buffer): void {
    this.bytes += block.length;
    if (this.head.length < HEAD_BYTES) {
      this.head = Buffer.concat([this.head, block.subarray(0, HEAD_BYTES - this.head.length)]);
    }
    this.#checkUtf8(block);
    this.#checkLineEnds(block);
  }

  /** A sequence that is cut off at the very end is not UTF-8 either. */
  end(): void {
    if (this.#carry.length > 0) this.utf8 = false;
  }

  /** A jump to another part of the file: sequences cut by the jump prove nothing. */
  jump(): void {
    this.#carry = Buffer.alloc(0);
    this.#lastByte = 0;
  }

  get mixedLineEnds(): boolean {
    return this.#crlf && this.#bareLf;
  }

  get byteOrderMark(): Encoding | undefined {
    const [a, b, c] = this.head;
    if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
    if (a === 0xff && b === 0xfe) return 'utf-16le';
    if (a === 0xfe && b === 0xff) return 'utf-16be';
    return undefined;
  }

  /** UTF-16 without a mark: western text has a zero in every second byte. */
  get wide(): Encoding | undefined {
    const pairs = Math.min(2048, this.head.length >> 1);
    let even = 0;
    let odd = 0;
    for (let i = 0; i < pairs; i++) {
      if (this.head[2 * i] === 0) even++;
      if (this.head[2 * i + 1] === 0) odd++;
    }
    if (odd > 0.4 * pairs && even < 0.1 * pairs) return 'utf-16le';
    if (even > 0.4 * pairs && odd < 0.1 * pairs) return 'utf-16be';
    return undefined;
  }

  #checkUtf8(block: Buffer): void {
    if (!this.utf8) return;
    const all = this.#carry.length === 0 ? block : Buffer.concat([this.#carry, block]);
    const cut = all.length - unfinished(all);
    this.utf8 = isUtf8(all.subarray(0, cut));
    this.#carry = Buffer.from(all.subarray(cut));
  }

  #checkLineEnds(block: Buffer): void {
    if (!this.#crlf) {
      this.#crlf = block.includes('\r\n') || (this.#lastByte === 13 && block[0] === 10);
    }
    // Only a file that has both is looked at byte by byte, and only until a bare line feed is found.
    for (let at = block.indexOf(10); at >= 0 && !this.#bareLf; at = block.indexOf(10, at + 1)) {
      this.#bareLf = (at === 0 ? this.#lastByte : block[at - 1]) !== 13;
    }
    this.#lastByte = block.at(-1) ?? this.#lastByte;
  }
}

const HEAD_BYTES = 2 ** 20;

/** Bytes at the end that may be the beginning of a longer sequence. */
function unfinished(block: Buffer): number {
  for (let back = 1; back <= Math.min(3, block.length); back++) {
    const byte = block[block.length - back];
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}
