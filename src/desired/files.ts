import type { ComponentDraft, FileDraft } from '../capability/capability.ts';
import type { Diagnostic, SourceRange } from '../diagnostics/diagnostic.ts';
import { compare } from '../graph/graph.ts';
import { sha256 } from '../host/sha256.ts';
import { parseRelPath, type RelPath, type RelPathFault } from '../path/rel-path.ts';
import type { Render } from '../render/renderer.ts';
import type { Generation, SpecPath } from '../system/system.ts';
import { globTest, type Matches } from './globs.ts';
import type { DesiredFile } from './graph.ts';

export interface FileContext {
  readonly render: Render;
  readonly generation: Generation;
  readonly rangeOf: (at: SpecPath) => SourceRange | undefined;
}

/** A component's files, sorted by path; what is wrong with a path goes to `found`. */
export function renderFiles(
  component: ComponentDraft,
  { render, generation, rangeOf }: FileContext,
  found: Diagnostic[],
): readonly DesiredFile[] {
  const ignored = globTest(generation.ignore);
  const createOnce = globTest(generation.createOnce);
  const files = component.files().flatMap((draft) => {
    const parsed = parseRelPath(draft.path);
    if ('path' in parsed)
      return [renderFile(draft, parsed.path, render, ownershipOf(draft, parsed.path, ignored, createOnce))];
    const fault = pathFault(draft, parsed.fault, rangeOf);
    const isTold = found.some(
      ({ code, range }) => code === fault.code && range?.start === fault.range?.start,
    );
    if (!isTold) found.push(fault);
    return [];
  });
  return files.toSorted((a, b) => compare(a.path, b.path));
}

function ownershipOf(
  { ownership }: FileDraft,
  path: RelPath,
  ignored: Matches,
  createOnce: Matches,
): DesiredFile['ownership'] {
  if (ignored(path)) return 'ignored';
  return ownership !== 'append_only' && createOnce(path) ? 'create_once' : ownership;
}

function renderFile(
  { content, executable = false, at }: FileDraft,
  path: RelPath,
  render: Render,
  ownership: DesiredFile['ownership'],
): DesiredFile {
  if (content.from === 'record')
    return { path, ownership, executable, template: '', at, content: { kind: 'recorded' } };
  const text = render(content.template, content.model);
  return {
    path,
    ownership,
    executable,
    template: content.template,
    at,
    content: { kind: 'text', text, hash: sha256(text) },
  };
}

const FAULTS: Readonly<Record<RelPathFault, string>> = {
  empty: 'it is empty',
  absolute: 'it is not relative to the project',
  'leaves-root': 'it leaves the project',
  'not-normalised': 'it has an empty, blank-ended or `.` part, or a backslash',
  'control-character': 'it has a control character',
  'reserved-name': 'a part of it is a name Windows keeps for itself',
  'too-long': 'it is too long',
  'git-folder': "it lies in git's own folder",
};

function pathFault(draft: FileDraft, fault: RelPathFault, rangeOf: FileContext['rangeOf']): Diagnostic {
  const range = draft.at.map(rangeOf).find((one) => one !== undefined);
  return {
    code: 'HM2101',
    severity: 'error',
    summary: `${JSON.stringify(draft.path)} cannot be written: ${FAULTS[fault]}`,
    detail: 'Files are written inside the project only, under names that can be checked out everywhere.',
    hint: 'Rename the part of the spec that the path is made of.',
    ...(range === undefined ? {} : { range }),
  };
}
