import { compare } from '../../graph/graph.ts';
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

/** The paths as folders within folders; those that hold only one folder are one line. */
export function treeHtml(leaves: readonly Leaf[]): string {
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
  return `<ul class="tree">${inside(root)}</ul>`;
}

function inside({ folders, leaves }: Folder): string {
  const below = [...folders]
    .sort(([one], [other]) => compare(one, other))
    .map(([name, found]) => folderHtml(name, found));
  const own = [...leaves].sort((one, other) => compare(one.file.path, other.file.path)).map(leafHtml);
  return [...below, ...own].join('');
}

function folderHtml(name: string, folder: Folder): string {
  const [only] = folder.folders;
  if (only !== undefined && folder.folders.size === 1 && folder.leaves.length === 0)
    return folderHtml(`${name}/${only[0]}`, only[1]);
  return `<li><details open><summary>${escapeHtml(name)}</summary><ul>${inside(folder)}</ul></details></li>`;
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
  if (section === 'conflict') return 'conflict';
  if (action === 'create') return 'create';
  if (action === 'delete' || action === 'orphan') return 'delete';
  return section === 'edited' ? 'edited' : 'update';
}
