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
  const packOf = (component: RecordedComponent): DecodedPack | undefined => {
    if (component.pack === undefined) return undefined;
    if (!packs.has(component.pack)) packs.set(component.pack, readPack(files, component.pack));
    return packs.get(component.pack);
  };
  const read = (component: RecordedComponent, base: Sha256): BaseAnswer => {
    const pack = packOf(component);
    if (pack?.contents.has(base) !== true) return { kind: pack?.whole === false ? 'corrupt' : 'missing' };
    const bytes = contentOf(pack, base);
    return bytes === undefined ? { kind: 'corrupt' } : { kind: 'found', bytes };
  };
  return {
    read,
    all: (components) => {
      const bases = new Map<Sha256, Uint8Array>();
      for (const component of components)
        for (const file of component.files.values()) {
          const answer = read(component, file.base);
          if (answer.kind === 'found') bases.set(file.base, answer.bytes);
        }
      return bases;
    },
  };
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
