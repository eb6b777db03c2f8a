import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Host } from '../host/ports.ts';
import { HostFault } from '../host/ports.ts';
import { parseRelPath, type RelPath } from '../path/rel-path.ts';

/** Where a command works: the project's folder, and the spec in it. */
export interface Place {
  readonly host: Host;
  readonly spec: RelPath;
  /** Told of each step of what may take its time. */
  readonly onStep?: (step: Step) => void;
}

/** `Rendering 12/400  service.todo.http`: what, n of m, and where. */
export interface Step {
  readonly what: string;
  readonly done: number;
  readonly total: number;
  readonly at: string;
}

/** What an operation hands to a command beside its answer. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  /** Texts that ranges point into, by file. */
  readonly sources: ReadonlyMap<string, string>;
}

export const NOTHING_FOUND: Findings = { diagnostics: [], sources: new Map() };

/** An answer, or why there is none; warnings come with either. */
export type Answer<T> = Findings & { readonly value?: T | undefined };

export function refuse(diagnostic: Omit<Diagnostic, 'severity'>): Answer<never> {
  return { diagnostics: [{ severity: 'error', ...diagnostic }], sources: new Map() };
}

export function placeOf(host: Host, spec: string): Answer<Place> {
  const parsed = parseRelPath(spec);
  if ('path' in parsed) return { ...NOTHING_FOUND, value: { host, spec: parsed.path } };
  return refuse({
    code: 'HM5008',
    summary: `--spec must name a file inside the folder worked in, and \`${spec}\` does not`,
    hint: 'Go to the folder with --chdir, and name the spec from there.',
  });
}

const MAX_SPEC_BYTES = 4 * 1024 * 1024;

/** The text of the spec. */
export function readSpec({ host, spec }: Place): Answer<{ readonly file: string; readonly text: string }> {
  try {
    const stat = host.files.lstat(spec);
    if (stat === undefined) return missing(spec);
    if (stat.size > MAX_SPEC_BYTES) return tooLarge(spec, stat.size);
    const bytes = Buffer.from(host.files.read(spec));
    const text = bytes.toString('utf8');
    if (!Buffer.from(text, 'utf8').equals(bytes)) return notUtf8(spec, bytes, text);
    return { value: { file: spec, text }, diagnostics: [], sources: new Map([[spec, text]]) };
  } catch (fault) {
    if (!(fault instanceof HostFault)) throw fault;
    if (fault.code === 'ENOENT') return missing(spec);
    return refuse({
      code: 'HM5008',
      summary: `${spec} cannot be read: ${fault.code}`,
      detail: 'It has to be a plain file; hatmax never follows a link.',
    });
  }
}

function missing(spec: string): Answer<never> {
  return refuse({
    code: 'HM5007',
    summary: `There is no ${spec} here`,
    hint: 'Run `hatmax init` for a first one, or name another folder with --chdir.',
  });
}

/** As a longer one than the loader takes, but not read at all. */
function tooLarge(spec: string, size: number): Answer<never> {
  const found = refuse({
    code: 'HM1002',
    summary: `The spec is too large: ${(size / 1_048_576).toFixed(1)} MiB`,
    detail: 'A spec is written by people and may have 1 MiB; a larger file is hardly one.',
    hint: 'Check that this is the file you mean. A system that is really this large is split with `include`.',
    range: { file: spec, start: 0, end: 0 },
  });
  return { ...found, sources: new Map([[spec, '']]) };
}

/** A character that was replaced would be written into the generated code. */
function notUtf8(spec: string, bytes: Buffer, text: string): Answer<never> {
  const again = Buffer.from(text, 'utf8');
  const good = bytes.findIndex((byte, index) => byte !== again[index]);
  const start = bytes.subarray(0, good).toString('utf8').length;
  const isWide = /^(\xff\xfe|\xfe\xff)/.test(bytes.subarray(0, 2).toString('latin1'));
  const found = refuse({
    code: 'HM1003',
    summary: isWide
      ? 'The file is UTF-16, and not UTF-8'
      : 'The file is not UTF-8: a byte here is no part of a character',
    detail: 'YAML is text in UTF-8. Such bytes come from other encodings, Latin-1 among them.',
    hint: 'Save the file as UTF-8.',
    range: { file: spec, start, end: start + 1 },
  });
  return { ...found, sources: new Map([[spec, text]]) };
}
