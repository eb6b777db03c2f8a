import { type Sha256, sha256 } from '../host/sha256.ts';

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const UTF8 = new TextEncoder();

/** As git tells them apart: a NUL byte early on; and what is not UTF-8 cannot be merged by lines either. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8000).includes(0) || decodeUtf8(bytes) === undefined;
}

/** The text of bytes, a byte order mark included; undefined where they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return STRICT.decode(bytes);
  } catch {
    return undefined;
  }
}

export function encodeUtf8(text: string): Uint8Array {
  return UTF8.encode(text);
}

/** CRLF made LF; bytes with a NUL early on are left as they are. The same array where nothing changes. */
export function normaliseLineEndings(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(13) || bytes.subarray(0, 8000).includes(0)) return bytes;
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte === 13 && bytes[index + 1] === 10) continue;
    kept[length++] = byte;
  }
  return length === bytes.length ? bytes : kept.subarray(0, length);
}

/** The hash that is recorded and compared: of the content with line endings normalised. */
export function contentHash(bytes: Uint8Array): Sha256 {
  return sha256(normaliseLineEndings(bytes));
}

/** The line ending most lines of a text have; LF where it has none. */
export function lineEndingOf(text: string): '\n' | '\r\n' {
  const crlf = text.split('\r\n').length - 1;
  const all = text.split('\n').length - 1;
  return crlf * 2 > all ? '\r\n' : '\n';
}

/** Bytes of an LF text in the line endings of the file it goes to. */
export function inStyleOf(bytes: Uint8Array, file: Uint8Array | undefined): Uint8Array {
  if (file === undefined || isBinary(bytes)) return bytes;
  const style = lineEndingOf(decodeUtf8(file) ?? '');
  if (style === '\n') return bytes;
  return encodeUtf8((decodeUtf8(bytes) ?? '').replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'));
}
