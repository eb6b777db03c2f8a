/** One file of an archive. */
export interface Entry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;
const MAX_NAME = 100;

/**
 * A tar (ustar) of plain files and nothing else: no owner, no time, no link, no folder, so that equal entries give
 * equal bytes everywhere.
 */
export function writeTar(entries: readonly Entry[]): Uint8Array {
  const parts = entries.flatMap(({ name, bytes }) => [headerOf(name, bytes.length), bytes, gapAfter(bytes)]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

/**
 * Reads what `writeTar` writes and refuses everything else: each header has to be, byte for byte, the one that would be
 * written for its name and size. Links, folders, devices, extensions, owners and times are thereby none.
 */
export function readTar(bytes: Uint8Array): { entries: readonly Entry[] } | { fault: string } {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Entry[] = [];
  let at = 0;
  while (at + BLOCK <= archive.length) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) {
      const rest = archive.subarray(at);
      const ends = rest.length === 2 * BLOCK && rest.every((byte) => byte === 0);
      return ends ? { entries } : { fault: 'has something after its end' };
    }
    const name = header.toString('latin1', 0, MAX_NAME).replace(/\0+$/, '');
    const size = Number.parseInt(header.toString('latin1', 124, 135), 8);
    if (!isPlainName(name) || !Number.isSafeInteger(size) || !headerOf(name, size).equals(header))
      return { fault: `has an entry that is no plain file: ${JSON.stringify(name.slice(0, 60))}` };
    const content = archive.subarray(at + BLOCK, at + BLOCK + size);
    const gap = archive.subarray(at + BLOCK + size, at + BLOCK + size + gapAfter(content).length);
    if (content.length !== size) return { fault: 'is cut short' };
    if (gap.some((byte) => byte !== 0)) return { fault: 'has something between its entries' };
    entries.push({ name, bytes: content });
    at += BLOCK + size + gapAfter(content).length;
  }
  return { fault: at === 0 ? 'is no archive' : 'is cut short' };
}

function isPlainName(name: string): boolean {
  return name.length > 0 && /^[\x21-\x7e]+$/.test(name);
}

function gapAfter(bytes: Uint8Array): Uint8Array {
  return new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK);
}

function headerOf(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const put = (text: string, at: number) => header.write(text, at, 'latin1');
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  put(name, 0);
  put('0000644\0', 100);
  put('0000000\0', 108);
  put('0000000\0', 116);
  put(`${octal(size, 11)}\0`, 124);
  put(`${octal(0, 11)}\0`, 136);
  put('        ', 148);
  put('0', 156);
  put('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${octal(sum, 6)}\0 `, 148);
  return header;
}
