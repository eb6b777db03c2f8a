import type { Sha256 } from '../host/sha256.ts';
import { sha256 } from '../host/sha256.ts';

const CR = 0x0d;
const LF = 0x0a;

/** Bytes with CRLF made LF. Binary content (a NUL in it) is left as it is. The same array where nothing changes. */
export function withLf(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(CR) || bytes.includes(0)) return bytes;
  const kept = bytes.filter((byte, index) => !(byte === CR && bytes[index + 1] === LF));
  return kept.length === bytes.length ? bytes : kept;
}

/** The hash a file is compared by: of its content with line endings normalised. */
export function contentHash(bytes: Uint8Array): Sha256 {
  return sha256(withLf(bytes));
}
