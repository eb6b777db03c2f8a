import type { Files } from '../host/ports.ts';
import { HostFault } from '../host/ports.ts';
import type { Sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import { objectFile } from './layout.ts';
import { contentOf, type DecodedPack, decodePack } from './pack.ts';
import type { RecordedComponent } from './recorded.ts';

/** A missing object is an answer: it makes a merge a conflict, never an overwrite. */
export type BaseAnswer =
  | { readonly kind: 'found'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'corrupt' };

export interface BaseStore {
  /** The bytes hatmax last rendered for a file of a component. Packs are read when first asked for. */
  read(component: RecordedComponent, base: Sha256): BaseAnswer;
  /** All sound bases of these components, by hash. */
  all(components: Iterable<RecordedComponent>): ReadonlyMap<Sha256, Uint8Array>;
}

export function openBases(files: Files): BaseStore {
  const packs = new Map<Sha256, DecodedPack | undefined>();
  const packOf = (hash: Sha256): DecodedPack | undefined => {
    if (!packs.has(hash)) packs.set(hash, readPack(files, hash));
    return packs.get(hash);
  };
  const read = (component: RecordedComponent, base: Sha256): BaseAnswer => {
    let answer: BaseAnswer = { kind: 'missing' };
    for (const hash of packsOf(component)) {
      const pack = packOf(hash);
      const bytes = pack && contentOf(pack, base);
      if (bytes !== undefined) return { kind: 'found', bytes };
      if (pack?.whole === false || pack?.contents.has(base) === true) answer = { kind: 'corrupt' };
    }
    return answer;
  };
  return {
    read,
    all: (components) => {
      const bases = new Map<Sha256, Uint8Array>();
      for (const component of components)
        for (const hash of contentsOf(component)) {
          const answer = read(component, hash);
          if (answer.kind === 'found') bases.set(hash, answer.bytes);
        }
      return bases;
    },
  };
}

/** More than one where git made one record of two. */
export function packsOf({ pack, morePacks = [] }: RecordedComponent): readonly Sha256[] {
  return pack === undefined ? morePacks : [pack, ...morePacks];
}

/** What the packs of a component may hold: the base of each file, and what a person's accepted edit left. */
function contentsOf({ files, others }: RecordedComponent): ReadonlySet<Sha256> {
  const hashes = new Set<Sha256>();
  for (const file of [...files.values(), ...[...(others?.values() ?? [])].flat()]) {
    hashes.add(file.base);
    if (!file.unaccepted) hashes.add(file.applied);
  }
  return hashes;
}

function readPack(files: Files, pack: Sha256): DecodedPack | undefined {
  const bytes = readIfThere(files, objectFile(pack));
  return bytes && decodePack(bytes);
}

/** Undefined where there is no file that could be read. */
export function readIfThere(files: Files, path: RelPath): Uint8Array | undefined {
  try {
    return files.read(path);
  } catch (fault) {
    if (fault instanceof HostFault) return undefined;
    throw fault;
  }
}
