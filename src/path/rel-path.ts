/** A path inside the project: relative, `/`-separated, normalised, never leaving the root. Made only by `parseRelPath`. */
export type RelPath = string & { readonly __brand: 'RelPath' };

/** An absolute path of this machine. Only hosts make and read these; none is ever stored or printed into a plan. */
export type AbsPath = string & { readonly __brand: 'AbsPath' };

export type RelPathFault =
  | 'empty'
  | 'absolute'
  | 'leaves-root'
  | 'not-normalised'
  | 'control-character'
  | 'reserved-name'
  | 'too-long'
  | 'git-folder';

/** Names Windows keeps for devices, with or without an ending: a tree that holds one cannot be checked out there. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i;
const MAX_BYTES_OF_A_NAME = 255;
const MAX_BYTES_OF_A_PATH = 4096;

/** Checks a path of a spec, state, plan file or template, all of which are hostile until this says otherwise. */
export function parseRelPath(text: string): { path: RelPath } | { fault: RelPathFault } {
  const fault = faultOf(text);
  return fault === undefined ? { path: text as RelPath } : { fault };
}

/** For paths that hatmax itself spells out; throws where `parseRelPath` finds a fault, since that is a bug. */
export function relPath(text: string): RelPath {
  const parsed = parseRelPath(text);
  if ('fault' in parsed) throw new Error(`not a relative path (${parsed.fault}): ${JSON.stringify(text)}`);
  return parsed.path;
}

function faultOf(text: string): RelPathFault | undefined {
  if (text === '') return 'empty';
  if (text.startsWith('/') || text.startsWith('\\') || /^[a-z]:/i.test(text)) return 'absolute';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  if (/[\u0000-\u001f\u007f]/.test(text)) return 'control-character';
  if (Buffer.byteLength(text) > MAX_BYTES_OF_A_PATH) return 'too-long';
  for (const segment of text.split('/')) {
    if (segment === '..') return 'leaves-root';
    if (segment === '' || segment === '.' || segment.includes('\\') || /[. ]$/.test(segment))
      return 'not-normalised';
    // NTFS reads `git~1` and names with a trailing stream as `.git` too (CVE-2014-9390, CVE-2019-1352).
    if (/^(\.git|git~[0-9]+)(:.*)?$/i.test(segment)) return 'git-folder';
    if (segment.includes(':') || WINDOWS_DEVICE.test(segment)) return 'reserved-name';
    if (Buffer.byteLength(segment) > MAX_BYTES_OF_A_NAME) return 'too-long';
  }
  return undefined;
}
