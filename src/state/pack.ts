import { isSha256, type Sha256, sha256 } from '../host/sha256.ts';

/**
 * A text container for many contents: `hatmax pack 1`, then for each a line with its hash and length, its bytes, and a
 * line feed. Plain, so that git stores what two versions of it share once.
 *
 * Its second half is padding that no other pack has. Git takes a file that is half like a deleted one for the same
 * file renamed, and then calls two branches that each replaced a pack a conflict of two renames.
 */
const HEAD = 'hatmax pack 1\n';
const LF = 0x0a;

/** In the order given; content that was there before is left out. */
export function encodePack(contents: Iterable<readonly [Sha256, Uint8Array]>): Uint8Array {
  const once = new Map(contents);
  const heads = [...once].map(([hash, bytes]) => `${hash} ${bytes.length}\n`);
  let length = HEAD.length;
  for (const bytes of once.values()) length += bytes.length + 1;
  for (const head of heads) length += head.length;
  const { line, count } = padding([...once.keys()], length);
  const head = `${PAD}${count}\n`;
  const pack = Buffer.allocUnsafeSlow(length + head.length + count * PAD_LINE);
  let at = pack.write(HEAD, 'latin1');
  let row = 0;
  for (const bytes of once.values()) {
    at += pack.write(heads[row++] ?? '', at, 'latin1');
    pack.set(bytes, at);
    at += bytes.length;
    pack[at++] = LF;
  }
  at += pack.write(head, at, 'latin1');
  pack.fill(line, at, 'latin1');
  return pack;
}

const PAD = 'pad ';
const PAD_LINE = 33;

/** Longer than what it follows; made of the hashes in the pack, so that equal packs have equal bytes. */
function padding(
  hashes: readonly Sha256[],
  length: number,
): { readonly line: string; readonly count: number } {
  const own = sha256(hashes.join('\n')).slice(0, PAD_LINE - 1);
  return { line: `${own}\n`, count: Math.ceil(length / PAD_LINE) + 1 };
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
    if (pack.toString('latin1', at, at + PAD.length) === PAD) {
      const count = Number(pack.toString('latin1', at + PAD.length, end));
      return { whole: end >= 0 && pack.length === end + 1 + count * PAD_LINE, contents };
    }
    const [hash, length] = end < 0 ? [] : pack.toString('latin1', at, end).split(' ');
    const size = Number(length);
    if (hash === undefined || !isSha256(hash) || !Number.isSafeInteger(size) || size < 0)
      return { whole: false, contents };
    const start = end + 1;
    if (pack[start + size] !== LF) return { whole: false, contents };
    contents.set(hash, pack.subarray(start, start + size));
    at = start + size + 1;
  }
  return { whole: false, contents };
}

/** A content whose bytes are what its hash says, or undefined. */
export function contentOf(pack: DecodedPack, hash: Sha256): Uint8Array | undefined {
  const bytes = pack.contents.get(hash);
  return bytes !== undefined && sha256(bytes) === hash ? bytes : undefined;
}
