/** Small whole numbers as base64: a sample of thousands of points stays small in JSON and in the page. */

/** Whole numbers from 0 to 255, one byte each. */
export function packBytes(values: ArrayLike<number>): string {
  return toBase64(Uint8Array.from(values));
}

/** Whole numbers from 0 to 65,535, two bytes each, low byte first. */
export function packWords(values: ArrayLike<number>): string {
  const bytes = new Uint8Array(values.length * 2);
  for (let i = 0; i < values.length; i++) {
    bytes[2 * i] = values[i] & 255;
    bytes[2 * i + 1] = values[i] >> 8;
  }
  return toBase64(bytes);
}

/** The bytes that `packBytes` wrote. */
export function unpackBytes(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** The 16-bit numbers that `packWords` wrote. */
export function unpackWords(text: string): Uint16Array {
  const bytes = unpackBytes(text);
  return Uint16Array.from(
    { length: bytes.length >> 1 },
    (_, i) => bytes[2 * i] | (bytes[2 * i + 1] << 8),
  );
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
