import { isSha256, type Sha256, sha256 } from '../host/sha256.ts';

/**
 * A text container for many contents: `hatmax pack 1`, then for each a line with its hash and length, its bytes, and a
 * line feed. Plain, so that git finds what two versions of it share.
 */
const HEAD = 'hatmax pack 1\n';
const LF = 0x0a;

/** In the order given; content that was there before is left out. */
export function encodePack(contents: Iterable<readonly [Sha256, Uint8Array]>): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from(HEAD)];
  const seen = new Set<Sha256>();
  for (const [hash, bytes] of contents) {
    if (seen.has(hash)) continue;
    seen.add(hash);
    parts.push(Buffer.from(`${hash} ${bytes.length}\n`), bytes, Buffer.of(LF));
  }
  return Buffer.concat(parts);
}

export interface DecodedPack {
  /** Whether the container could be read to its end. Contents are checked one by one, by `contentOf`. */
  readonly whole: boolean;
  readonly contents: ReadonlyMap<Sha256, Uint8Array>;
}

export function decodePack(bytes: Uint8Array): DecodedPack {
  const pack = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const contents = new Map<Sha256, Uint8Array>();
  if (pack.toString('latin1', 0, HEAD.length) !== HEAD) return { whole: false, contents };
  let at = HEAD.length;
  while (at < pack.length) {
    const end = pack.indexOf(LF, at);
    const [hash, length] = end < 0 ? [] : pack.toString('latin1', at, end).split(' ');
    const size = Number(length);
    if (hash === undefined || !isSha256(hash) || !Number.isSafeInteger(size) || size < 0)
      return { whole: false, contents };
    const start = end + 1;
    if (pack[start + size] !== LF) return { whole: false, contents };
    contents.set(hash, pack.subarray(start, start + size));
    at = start + size + 1;
  }
  return { whole: true, contents };
}

/** A content whose bytes are what its hash says, or undefined. */
export function contentOf(pack: DecodedPack, hash: Sha256): Uint8Array | undefined {
  const bytes = pack.contents.get(hash);
  return bytes !== undefined && sha256(bytes) === hash ? bytes : undefined;
}
