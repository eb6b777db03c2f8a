import type { Address } from '../graph/address.ts';
import { isAddress } from '../graph/address.ts';
import type { Files, FolderEntry, Host } from '../host/ports.ts';
import { type Sha256, sha256 } from '../host/sha256.ts';
import { parseRelPath, type RelPath } from '../path/rel-path.ts';
import { type Decoded, decodeComponent } from './codec.ts';
import { splitFacts } from './facts.ts';
import { readMerged } from './heal.ts';
import { STATE, stateFile } from './layout.ts';
import { readIfThere } from './objects.ts';
import type { RecordedComponent, RecordedState } from './recorded.ts';

/** What the last apply left behind. Reads only. */
export async function readState(host: Pick<Host, 'files'>): Promise<RecordedState> {
  return loadState(host.files);
}

export function loadState(files: Files): RecordedState {
  return files.holding(() => loadHeld(files));
}

function loadHeld(files: Files): RecordedState {
  const stat = files.lstat(STATE);
  if (stat === undefined) return { kind: 'absent' };
  if (stat.kind !== 'folder') return { kind: 'unreadable', file: STATE, why: 'is not a folder' };
  const reading = new Reading(files);
  for (const entry of files.list(STATE) ?? []) {
    const end = reading.take(entry);
    if (end !== undefined) return end;
  }
  return reading.result();
}

/** `RecordedState.hash` without the parsing: tells whether anything moved. `undefined` where nothing is recorded. */
export function stateHash(files: Files): Sha256 | undefined {
  const lines = [...stateHashes(files)].map(([address, hash]) => `${address} ${hash}`);
  return lines.length === 0 ? undefined : sha256(lines.join('\n'));
}

/** Of each state file, by the address it is named after. */
export function stateHashes(files: Files): ReadonlyMap<Address, Sha256> {
  return new Map(
    (files.list(STATE) ?? []).flatMap((entry) => {
      const address = addressOf(entry);
      const bytes = address && readIfThere(files, stateFile(address));
      return address && bytes ? [[address, sha256(bytes)] as const] : [];
    }),
  );
}

/** Whose state a file in the folder is, by its name. */
function addressOf(entry: FolderEntry): Address | undefined {
  const name = entry.name.endsWith('.json') ? entry.name.slice(0, -'.json'.length) : '';
  return entry.kind === 'file' && isAddress(name) ? name : undefined;
}

class Reading {
  readonly #files: Files;
  readonly #components = new Map<Address, RecordedComponent>();
  readonly #conflicted: RelPath[] = [];
  readonly #uncertain: RelPath[] = [];
  readonly #strays: RelPath[] = [];
  readonly #hashes: string[] = [];

  constructor(files: Files) {
    this.#files = files;
  }

  /** The answer that ends the reading, or undefined to go on. */
  take(entry: FolderEntry): RecordedState | undefined {
    const parsed = parseRelPath(`${STATE}/${entry.name}`);
    if ('fault' in parsed) return undefined;
    const address = addressOf(entry);
    if (address === undefined) {
      this.#strays.push(parsed.path);
      return undefined;
    }
    return this.#takeFile(parsed.path, address);
  }

  result(): RecordedState {
    const strays = this.#strays.length === 0 ? {} : { strays: this.#strays };
    const hash: Sha256 = sha256(this.#hashes.join('\n'));
    if (this.#conflicted.length > 0)
      return {
        kind: 'conflicted',
        files: this.#conflicted,
        components: this.#components,
        uncertain: this.#uncertain,
        hash,
        ...strays,
      };
    if (this.#components.size === 0) return { kind: 'absent', ...strays };
    return { kind: 'present', components: this.#components, hash, ...strays };
  }

  #takeFile(file: RelPath, address: Address): RecordedState | undefined {
    const bytes = readIfThere(this.#files, file);
    if (bytes === undefined) return { kind: 'unreadable', file, why: 'cannot be read' };
    const text = Buffer.from(bytes).toString('utf8');
    this.#hashes.push(`${address} ${sha256(bytes)}`);
    const decoded = decodeComponent(text);
    if (decoded.kind === 'component' && isAsWritten(text, decoded.component))
      return this.#keep(file, address, decoded.component);
    const merged = readMerged(text);
    return this.#takeDecoded(file, address, merged ?? decoded, merged !== undefined);
  }

  #takeDecoded(
    file: RelPath,
    address: Address,
    decoded: Decoded,
    merged: boolean,
  ): RecordedState | undefined {
    switch (decoded.kind) {
      case 'newer':
        return { kind: 'newer', file, format: decoded.format, hatmax: decoded.hatmax };
      case 'invalid':
        return { kind: 'unreadable', file, why: decoded.why };
      case 'component':
        if (merged) {
          this.#conflicted.push(file);
          this.#uncertain.push(...(decoded.component.others?.keys() ?? []));
        }
        return this.#keep(file, address, decoded.component);
    }
  }

  #keep(file: RelPath, address: Address, component: RecordedComponent): RecordedState | undefined {
    if (component.address !== address)
      return { kind: 'unreadable', file, why: `holds the state of ${component.address}` };
    this.#components.set(address, component);
    return undefined;
  }
}

/** JSON takes the last of two equal keys in silence; a file that git merged has more lines than its record. */
function isAsWritten(text: string, component: RecordedComponent): boolean {
  const { facts, pack, files } = component;
  const list = (entries: number): number => (entries === 0 ? 0 : entries + 1);
  const top =
    9 + (facts === undefined ? 0 : 1 + list(splitFacts(facts).length)) + (pack === undefined ? 0 : 1);
  return lineCount(text) === top + list(files.size);
}

function lineCount(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
