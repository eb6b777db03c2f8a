import { compare } from '../../graph/graph.ts';
import type { Action } from '../../plan/plan.ts';
import { escapeHtml } from '../markdown.ts';
import { linesOf, type ReviewFile } from '../review.ts';

export interface Leaf {
  readonly id: string;
  readonly file: ReviewFile;
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly leaves: Leaf[];
}

/** The paths as folders within folders, a file at a time; folders that hold only one folder are one line. */
export function* treePieces(leaves: readonly Leaf[]): Generator<string, void> {
  const root: Folder = { folders: new Map(), leaves: [] };
  for (const leaf of leaves) {
    let folder = root;
    for (const name of leaf.file.path.split('/').slice(0, -1)) {
      const found = folder.folders.get(name) ?? { folders: new Map(), leaves: [] };
      folder.folders.set(name, found);
      folder = found;
    }
    folder.leaves.push(leaf);
  }
  yield '<ul class="tree">';
  yield* inside(root);
  yield '</ul>';
}

function* inside({ folders, leaves }: Folder): Generator<string, void> {
  for (const [name, found] of [...folders].sort(([one], [other]) => compare(one, other)))
    yield* folderPieces(name, found);
  for (const leaf of [...leaves].sort((one, other) => compare(one.file.path, other.file.path)))
    yield leafHtml(leaf);
}

function* folderPieces(name: string, folder: Folder): Generator<string, void> {
  const [only] = folder.folders;
  if (only !== undefined && folder.folders.size === 1 && folder.leaves.length === 0) {
    yield* folderPieces(`${name}/${only[0]}`, only[1]);
    return;
  }
  yield `<li><details open><summary>${escapeHtml(name)}</summary><ul>`;
  yield* inside(folder);
  yield '</ul></details></li>';
}

function leafHtml({ id, file }: Leaf): string {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  return `<li><a href="#${id}" title="${escapeHtml(file.path)}"><span class="sign ${signOf(file)}">${escapeHtml(file.symbol)}</span><span class="leaf">${escapeHtml(name)}</span>${countsHtml(file)}</a></li>`;
}

export function countsHtml(file: ReviewFile): string {
  const { added, removed } = linesOf(file);
  return `${added > 0 ? `<ins>+${added}</ins>` : ''}${removed > 0 ? `<del>\u2212${removed}</del>` : ''}`;
}

/** The class of a file's mark: colours say what becomes of it. */
export function signOf({ action, section }: ReviewFile): string {
  return section === 'edited' && action !== 'orphan' ? 'edited' : SIGNS[action];
}

/** Of an action by itself, whoever wrote the file. */
export const SIGNS: Readonly<Record<Action, string>> = {
  conflict: 'conflict',
  delete: 'delete',
  orphan: 'orphan',
  merge: 'edited',
  keep: 'edited',
  update: 'update',
  move: 'move',
  create: 'create',
  adopt: 'adopt',
  'no-op': 'adopt',
};
