import type { Found, Ground } from './ground.ts';
import { pick } from './spec-edits.ts';

export const HAND_EDITS = [
  'insert',
  'insert',
  'append',
  'replace-line',
  'delete-line',
  'rewrite',
  'delete',
  'delete-folder',
  'executable',
  'crlf',
  'bom',
  'binary',
  'null',
  'unicode',
  'invalid-utf8',
  'json-key',
  'json-change',
  'json-break',
  'yaml-comment',
  'no-final-newline',
  'trailing-blanks',
  'symlink',
  'symlinked-folder',
  'folder-in-the-way',
  'file-in-place-of-folder',
  'new-file',
  'new-file-beside',
  'file-in-advance',
  'long-name',
  'deep-name',
  'case-twin',
  'unicode-twin',
  'copy-elsewhere',
  'move-elsewhere',
  'exchange',
  'back-to-rendered',
  'huge',
  'conflict-markers',
] as const;

export interface HandEdit {
  readonly how: (typeof HAND_EDITS)[number];
  readonly pick: number;
  readonly at: number;
}

/** Where a later spec may have a file. */
const IN_ADVANCE = [
  'services/shop/package.json',
  'services/shop/src/main.ts',
  'services/shop/README.md',
  'services/todo/src/domain/person.ts',
  'services/todo/src/domain/hooks/order-line.ts',
  'services/todo/src/repository/box.ts',
  'services/mail-box/src/domain',
  'services/x2',
  'services/todo/src/health.ts',
];

const OWN = /^\.hatmax(\/|$)/;

/** Carries an edit out and leaves a word that is nowhere else. The spec and hatmax's own folder are not for it. */
export function editByHand(ground: Ground, { how, pick: which, at }: HandEdit, word: string): void {
  const all = [...ground.look()].filter(([path]) => !OWN.test(path) && path !== 'hatmax.yml').sort(byPath);
  const files = all.filter(([, found]) => found.kind === 'file');
  if (how === 'new-file') {
    ground.put(`notes/${word}.txt`, `${word}\n`, false);
    return;
  }
  if (how === 'long-name') {
    ground.put(`notes/${'ü'.repeat(100)}${word}.md`, `${word}\n`, false);
    return;
  }
  if (how === 'deep-name') {
    ground.put(`notes/${`${word}-${'deep'.repeat(20)}/`.repeat(6)}end`, `${word}\n`, false);
    return;
  }
  if (how === 'file-in-advance') {
    ground.put(pick(IN_ADVANCE, which), `${word}\n`, at % 2 === 0);
    return;
  }
  if (files.length === 0) {
    ground.put('notes/first.txt', `${word}\n`, false);
    return;
  }
  const [path, found] = pick(files, which);
  const text = edited(found, how, at, word);
  if (text !== undefined) ground.put(path, text, how === 'executable' ? !found.executable : found.executable);
  else place(ground, path, found, { how, at, word, others: files });
}

interface Deed {
  readonly how: HandEdit['how'];
  readonly at: number;
  readonly word: string;
  readonly others: readonly (readonly [string, Found])[];
}

function place(
  ground: Ground,
  path: string,
  { text, executable }: Found,
  { how, at, word, others }: Deed,
): void {
  const folder = path.split('/').slice(0, -1).join('/');
  switch (how) {
    case 'delete':
      ground.remove(path);
      return;
    case 'delete-folder':
      ground.remove(folder === '' ? path : folder);
      return;
    case 'symlink':
      ground.remove(path);
      ground.link(
        path,
        at % 2 === 0 ? `elsewhere-${word}` : `${'../'.repeat(path.split('/').length)}outside.txt`,
      );
      return;
    case 'symlinked-folder':
      if (folder === '') return;
      ground.put(`linked-${word}/${path.slice(folder.length + 1)}`, `${word}\n`, false);
      ground.remove(folder);
      ground.link(folder, `${'../'.repeat(folder.split('/').length - 1)}linked-${word}`);
      return;
    case 'new-file-beside':
      ground.put(`${folder === '' ? '' : `${folder}/`}${word}.ts`, `${word}\n`, false);
      return;
    case 'unicode-twin': {
      const twin = path.normalize('NFD');
      ground.remove(path);
      ground.put(twin, `${text}${word}`, false);
      return;
    }
    case 'move-elsewhere':
      ground.remove(path);
      ground.put(`notes/${word}-moved`, text, false);
      return;
    case 'exchange': {
      const [otherPath, other] = pick(others, at);
      ground.put(path, other.text, other.executable);
      ground.put(otherPath, text, executable);
      return;
    }
    case 'folder-in-the-way':
      ground.remove(path);
      if (at % 2 === 0) ground.folder(path);
      else ground.put(`${path}/${word}.txt`, word, false);
      return;
    case 'file-in-place-of-folder':
      if (folder === '') return;
      ground.remove(folder);
      ground.put(folder, word, false);
      return;
    case 'case-twin': {
      const twin = folder + path.slice(folder.length).toUpperCase();
      ground.remove(path);
      ground.put(twin, `${text}${word}`, false);
      return;
    }
    case 'copy-elsewhere':
      ground.put(`notes/${word}-copy`, text + word, false);
      return;
    default:
      return;
  }
}

/** The new text of the file, or undefined where it is not the text that changes. */
function edited({ text }: Found, how: HandEdit['how'], at: number, word: string): string | undefined {
  const lines = text.split('\n');
  const row = at % Math.max(1, lines.length - 1);
  switch (how) {
    case 'insert':
      return lines.toSpliced(row, 0, `// ${word}`).join('\n');
    case 'append':
      return `${text}// ${word}\n`;
    case 'replace-line':
      return lines.toSpliced(row, 1, `// ${word}`).join('\n');
    case 'delete-line':
      return lines.toSpliced(row, 1).join('\n');
    case 'rewrite':
      return `${word}\n`;
    case 'executable':
      return text;
    case 'crlf':
      return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n');
    case 'bom':
      return `\xef\xbb\xbf${text}`;
    case 'binary':
      return `\x00\x01\xff\xfe${word}${text}`;
    case 'null':
      return at % 2 === 0 ? '' : '\x00';
    case 'unicode':
      return lines
        .toSpliced(row, 0, Buffer.from(`// ${word} 日本語 🎩 e\u0301`).toString('latin1'))
        .join('\n');
    case 'invalid-utf8':
      return lines.toSpliced(row, 0, `// ${word} \xc3\x28`).join('\n');
    case 'json-key':
      return text.trimStart().startsWith('{')
        ? text.replace('{', `{ "${word}": ${at}${/\{\s*\}/.test(text) ? '' : ','}`)
        : `${text}${word}: 1\n`;
    case 'json-change':
      return text.replace(/: (\S+)/, `: "${word}"`);
    case 'json-break':
      return `${text}{ ${word}: [\n`;
    case 'yaml-comment':
      return lines.toSpliced(row, 0, `# ${word}`).join('\n');
    case 'no-final-newline':
      return text.replace(/\n+$/, '');
    case 'trailing-blanks':
      return lines.map((line) => `${line}  `).join('\n');
    case 'huge':
      return `${text}${`// ${word}\n`.repeat(2000)}`;
    case 'conflict-markers':
      return `<<<<<<< ours\n${text}=======\n${word}\n>>>>>>> theirs\n`;
    case 'back-to-rendered':
      return text.replaceAll(/.*hand\d+.*\n/g, '');
    default:
      return undefined;
  }
}

function byPath([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
