import type { Address } from '../graph/address.ts';
import { isAddress } from '../graph/address.ts';
import type { Files, FolderEntry, Host } from '../host/ports.ts';
import { type Sha256, sha256 } from '../host/sha256.ts';
import { parseRelPath, type RelPath } from '../path/rel-path.ts';
import { decodeComponent } from './codec.ts';
import { hasConflictMarkers, heal } from './heal.ts';
import { STATE, stateFile } from './layout.ts';
import { readIfThere } from './objects.ts';
import type { RecordedComponent, RecordedState } from './recorded.ts';

/** What the last apply left behind. Reads only. */
export async function readState(host: Pick<Host, 'files'>): Promise<RecordedState> {
  return loadState(host.files);
}

export function loadState(files: Files): RecordedState {
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
  const lines = (files.list(STATE) ?? []).flatMap((entry) => {
    const address = addressOf(entry);
    const bytes = address && readIfThere(files, stateFile(address));
    return bytes ? [`${address} ${sha256(bytes)}`] : [];
  });
  return lines.length === 0 ? undefined : sha256(lines.join('\n'));
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
    switch (decoded.kind) {
      case 'newer':
        return { kind: 'newer', file, format: decoded.format, hatmax: decoded.hatmax };
      case 'component':
        if (decoded.component.address !== address)
          return { kind: 'unreadable', file, why: `holds the state of ${decoded.component.address}` };
        this.#components.set(address, decoded.component);
        return undefined;
      case 'invalid':
        return this.#takeConflicted(file, address, text, decoded.why);
    }
  }

  #takeConflicted(file: RelPath, address: Address, text: string, why: string): RecordedState | undefined {
    if (!hasConflictMarkers(text)) return { kind: 'unreadable', file, why };
    const healed = heal(text);
    if (healed === undefined || healed.component.address !== address)
      return {
        kind: 'unreadable',
        file,
        why: 'was left in conflict by git, and a side of it cannot be read',
      };
    this.#conflicted.push(file);
    this.#uncertain.push(...healed.uncertain);
    this.#components.set(address, healed.component);
    return undefined;
  }
}
