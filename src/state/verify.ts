import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Host } from '../host/ports.ts';
import { sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import { objectFile } from './layout.ts';
import { openBases, packsOf, readIfThere } from './objects.ts';
import type { RecordedComponent, RecordedState } from './recorded.ts';
import { loadState } from './store.ts';

/** Everything the state promises: it can be read, each path has one owner, each base is there and is what its hash says. */
export function verifyState(host: Pick<Host, 'files'>): readonly Diagnostic[] {
  const state = loadState(host.files);
  const found = [...stateDiagnostics(state)];
  if (state.kind !== 'present' && state.kind !== 'conflicted') return found;
  const components = [...state.components.values()];
  return [
    ...found,
    ...ownerFaults(components),
    ...baseFaults(host, components),
    ...packFaults(host, components),
  ];
}

/** What reading the state told, for people. */
export function stateDiagnostics(state: RecordedState): readonly Diagnostic[] {
  switch (state.kind) {
    case 'absent':
    case 'present':
      return (state.strays ?? []).map(stray);
    case 'unreadable':
      return [
        {
          code: 'HM3001',
          severity: 'error',
          summary: `${state.file} ${state.why}`,
          hint: `Take it back from git: git checkout -- ${state.file}`,
        },
      ];
    case 'newer':
      return [
        {
          code: 'HM3002',
          severity: 'error',
          summary: `${state.file} has format ${state.format}, which this version of hatmax does not know`,
          hint: `It was written by hatmax ${state.hatmax}; use that version or a later one`,
        },
      ];
    case 'conflicted':
      return [
        ...state.files.map((file) => conflicted(file, state.uncertain ?? [])),
        ...(state.strays ?? []).map(stray),
      ];
  }
}

function conflicted(file: RelPath, uncertain: readonly RelPath[]): Diagnostic {
  return {
    code: 'HM3003',
    severity: 'warning',
    summary: `${file} holds what two branches recorded`,
    detail:
      uncertain.length === 0
        ? 'Both record the same files, or different ones.'
        : `They say different things of ${uncertain.slice(0, 5).join(', ')}${uncertain.length > 5 ? ` and ${uncertain.length - 5} more` : ''}.`,
    hint: 'The next apply writes it anew',
  };
}

function stray(file: RelPath): Diagnostic {
  return {
    code: 'HM3006',
    severity: 'warning',
    summary: `${file} is no state of a component`,
    hint: 'hatmax leaves it alone; remove it if it is not yours',
  };
}

function ownerFaults(components: readonly RecordedComponent[]): Diagnostic[] {
  const owners = new Map<RelPath, string>();
  const faults: Diagnostic[] = [];
  for (const component of components)
    for (const path of component.files.keys()) {
      const other = owners.get(path);
      owners.set(path, component.address);
      if (other !== undefined)
        faults.push({
          code: 'HM3007',
          severity: 'error',
          summary: `${path} is recorded by ${other} and by ${component.address}`,
          hint: `Take one of them out: hatmax state rm ${component.address}`,
        });
    }
  return faults;
}

function baseFaults(host: Pick<Host, 'files'>, components: readonly RecordedComponent[]): Diagnostic[] {
  const bases = openBases(host.files);
  const faults: Diagnostic[] = [];
  for (const component of components)
    for (const [path, file] of component.files) {
      const answer = bases.read(component, file.base);
      if (answer.kind === 'found') continue;
      faults.push({
        code: answer.kind === 'missing' ? 'HM3004' : 'HM3005',
        severity: 'error',
        summary: `what hatmax last rendered for ${path} is ${answer.kind}`,
        detail: `It should be in ${component.pack === undefined ? 'a pack' : objectFile(component.pack)}. Until it is back, an edit of this file cannot be merged and is a conflict.`,
        hint: 'Take .hatmax/objects back from git',
      });
    }
  return faults;
}

/** A pack with a wrong byte anywhere is not the file its name says. What nothing refers to is rubbish of the next apply. */
function packFaults(host: Pick<Host, 'files'>, components: readonly RecordedComponent[]): Diagnostic[] {
  const packs = new Set(components.flatMap((component) => packsOf(component)));
  return [...packs].flatMap((pack): Diagnostic[] => {
    const bytes = readIfThere(host.files, objectFile(pack));
    if (bytes === undefined || sha256(bytes) === pack) return [];
    return [
      {
        code: 'HM3005',
        severity: 'error',
        summary: `${objectFile(pack)} is not what its name says`,
        hint: 'Take .hatmax/objects back from git',
      },
    ];
  });
}
