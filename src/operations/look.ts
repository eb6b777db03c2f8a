import { capabilities } from '../../templates/capabilities.ts';
import type { Rest } from '../apply/index-update.ts';
import { applyMark, pendingApply } from '../apply/recover.ts';
import { buildDesired } from '../desired/build.ts';
import type { DesiredGraph } from '../desired/graph.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { FileStat, Files, Host } from '../host/ports.ts';
import { readOnly } from '../host/read-only.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { Actual, Bases } from '../plan/actual.ts';
import { recordedComponents } from '../plan/recorded-files.ts';
import { type RefreshOptions, refresh } from '../plan/refresh.ts';
import type { LoadedSpec } from '../spec/load.ts';
import { openBases } from '../state/objects.ts';
import type { RecordedComponent, RecordedState } from '../state/recorded.ts';
import { readIndex, trusted } from '../state/stat-index.ts';
import { readState } from '../state/store.ts';
import type { System } from '../system/system.ts';
import type { Answer, Place } from './place.ts';
import { stateFindings } from './state-findings.ts';
import { validate } from './validate.ts';

/** The three sides, and what they were made from. */
export interface Sides {
  readonly loaded: LoadedSpec;
  readonly system: System;
  readonly desired: DesiredGraph;
  readonly recorded: RecordedState;
  readonly actual: Actual;
  readonly bases: Bases;
  /** Something is to be said about the spec or the state, beside parts that are not built: no plan may be answered without saying it again. */
  readonly remarked: boolean;
  /** What was not looked at, since nothing of it can change; the sides are without it. */
  readonly rest?: Rest;
}

export interface LookOptions {
  /** Read every file, whatever its stat says. */
  readonly full?: boolean;
}

const MOST_LOOKS = 5;

/** Reads spec, state and tree; on a host that cannot write. Again where an apply began or ended meanwhile. */
export async function lookAtAll(place: Place, options: LookOptions = {}): Promise<Answer<Sides>> {
  for (let looks = 1; ; looks++) {
    const mark = applyMark(place.host.files);
    const answer = await lookOnce(place, options);
    if (looks === MOST_LOOKS || applyMark(place.host.files) === mark) return answer;
  }
}

async function lookOnce(place: Place, options: LookOptions): Promise<Answer<Sides>> {
  const host = readOnly(place.host);
  const checked = validate({ ...place, host });
  if (checked.value === undefined) return { ...checked, value: undefined };
  const { loaded, system } = checked.value;
  const recorded = await readState(host);
  const diagnostics: Diagnostic[] = [
    ...checked.diagnostics,
    ...pendingApply(host),
    ...stateFindings(recorded),
  ];
  const { sources } = checked;
  if (hasErrors(diagnostics)) return { diagnostics, sources };
  const { onStep } = place;
  const built = buildDesired(system, capabilities, recorded, {
    rangeOf: loaded.rangeOf,
    onProgress: (at, done, total) => onStep?.({ what: 'Rendering', done, total, at }),
  });
  diagnostics.push(...built.diagnostics);
  if (built.value === undefined || hasErrors(diagnostics)) return { diagnostics, sources };
  const desired = built.value;
  const actual = await lookAtTree(host, desired, recorded, options, (at, done, total) =>
    onStep?.({ what: 'Looking at', done, total, at }),
  );
  const bases = basesFor(host.files, desired, recorded, actual);
  const remarked = diagnostics.length > 0;
  return { value: { loaded, system, desired, recorded, actual, bases, remarked }, diagnostics, sources };
}

export async function lookAtTree(
  host: Host,
  desired: DesiredGraph,
  recorded: RecordedState,
  { full = false }: LookOptions,
  onProgress?: RefreshOptions['onProgress'],
): Promise<Actual> {
  const telling = onProgress === undefined ? {} : { onProgress };
  const index = full ? undefined : readIndex(host.files);
  if (index === undefined) return refresh(host, desired, recorded, telling);
  const known = { find: (path: RelPath, stat: FileStat) => trusted(index, path, stat) };
  return refresh(host, desired, recorded, { ...telling, known });
}

/** Bases are needed only of components that are rendered anew or that somebody edited: others are not unpacked. */
export function basesFor(
  files: Files,
  desired: DesiredGraph,
  recorded: RecordedState,
  actual: Actual,
): Bases {
  const rendered = new Set<string>();
  const wanted = new Set<string>();
  for (const component of desired.components) {
    wanted.add(component.address);
    if (component.files.kind === 'rendered') rendered.add(component.address);
  }
  const needed = [...recordedComponents(recorded).values()].filter(
    (component) =>
      rendered.has(component.address) || !wanted.has(component.address) || isTouched(component, actual),
  );
  return openBases(files).all(needed);
}

function isTouched(component: RecordedComponent, actual: Actual): boolean {
  for (const [path, file] of component.files) {
    const entry = actual.entries.get(path);
    if (file.unaccepted || entry?.kind !== 'file') return true;
    if (entry.content !== file.applied || file.applied !== file.base) return true;
    if (entry.executable !== file.executable) return true;
  }
  return false;
}
