import { stale } from '../apply/diagnostics.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Files } from '../host/ports.ts';
import { sha256 } from '../host/sha256.ts';
import { decodePlan } from '../plan/file/decode.ts';
import { encodePlan, type PlanOrigin } from '../plan/file/encode.ts';
import type { ComponentChange, FileChange, Plan } from '../plan/plan.ts';
import { encodeComponent } from '../state/codec.ts';
import { componentsOf } from '../state/next-state.ts';
import { readIfThere } from '../state/objects.ts';
import type { RecordedState } from '../state/recorded.ts';
import { readState, stateHashes } from '../state/store.ts';
import { buildId, version } from './build-info.ts';
import { type Answer, NOTHING_FOUND, type Place, readSpec, refuse } from './place.ts';
import { type Planned, type PlanRequest, plan } from './plan.ts';

export interface SavedPlanFile {
  readonly plan: Plan;
  readonly origin: PlanOrigin;
}

/** The plan as a file that carries all it needs. */
export function savePlan({ host }: Place, { plan: made, sides, request }: Planned): Uint8Array {
  const { source } = sides.loaded;
  const { allowDestructive, onDrift, prune, targets, accept } = request;
  return encodePlan(made, {
    build: buildId,
    asked: {
      ...(allowDestructive === undefined ? {} : { allowDestructive }),
      ...(onDrift === undefined ? {} : { onDrift }),
      ...(prune === undefined ? {} : { prune }),
      ...(targets === undefined ? {} : { targets: [...targets] }),
      ...(accept === undefined ? {} : { accept: [...accept] }),
    },
    spec: { file: source.file as PlanOrigin['spec']['file'], text: source.text },
    state: stateHashes(host.files),
  });
}

const AGAIN = 'Plan again: hatmax plan -o FILE';

/** Hostile until read to its end. */
export function openPlan(name: string, bytes: Uint8Array): Answer<SavedPlanFile> {
  const decoded = decodePlan(bytes);
  switch (decoded.kind) {
    case 'plan':
      return { ...NOTHING_FOUND, value: { plan: decoded.plan, origin: decoded.origin } };
    case 'newer':
      return refuse({
        code: 'HM4121',
        summary: `${name} has format ${decoded.format}, written by hatmax ${decoded.hatmax}`,
        hint: `Use hatmax ${decoded.hatmax}, or plan again with this one.`,
      });
    case 'invalid':
      return refuse({
        code: 'HM4120',
        summary: `${name} ${decoded.why}`,
        detail: 'Nothing of it was used.',
        hint: AGAIN,
      });
  }
}

/** For showing: what was recorded when it was made, where that is still so. */
export async function recordedFor(place: Place, { origin }: SavedPlanFile): Promise<RecordedState> {
  const same = movedState(place.host.files, origin).length === 0;
  return same ? readState(place.host) : { kind: 'absent' };
}

export type Readied = Answer<Planned> & { readonly stale?: boolean; readonly done?: boolean };

/**
 * A saved plan as one that can be carried out: nothing it relies on moved, and it is what hatmax itself plans here. A
 * plan that somebody altered with all its hashes is thereby told from one that hatmax made.
 */
export async function readyPlan(place: Place, saved: SavedPlanFile): Promise<Readied> {
  const moved = [...movedHatmax(saved), ...movedSpec(place, saved)];
  if (moved.length > 0) return { diagnostics: moved, sources: new Map(), stale: true };
  const { files } = place.host;
  const since = [
    ...movedState(files, saved.origin),
    ...saved.plan.changes.flatMap((step) => movedFile(files, step)),
  ];
  if (since.length > 0) {
    const recorded = await readState(place.host);
    if (isCarriedOut(files, saved.plan, recorded)) return { ...NOTHING_FOUND, done: true };
    return { diagnostics: since, sources: new Map(), stale: true };
  }
  const request = { ...saved.origin.asked, mode: saved.plan.mode, full: true } as PlanRequest;
  const planned = await plan(place, request);
  if (planned.value === undefined) return { ...planned, value: undefined };
  if (!isWithin(saved.plan, planned.value.plan)) return { ...altered(), stale: true };
  return { ...planned, value: { ...planned.value, plan: saved.plan } };
}

function altered(): Answer<never> {
  return refuse({
    code: 'HM4122',
    summary: 'the saved plan is not what hatmax plans here',
    detail: 'Nothing it relies on moved, so it was altered since it was saved, or made for another project.',
    hint: AGAIN,
  });
}

function movedHatmax({ plan: made, origin }: SavedPlanFile): readonly Diagnostic[] {
  if (made.hatmax === version && origin.build === buildId) return [];
  const which = made.hatmax === version ? `another build of hatmax ${version}` : `hatmax ${made.hatmax}`;
  return [
    {
      code: 'HM4118',
      severity: 'error',
      summary: `the plan was made by ${which}, and this is ${made.hatmax === version ? 'not that one' : `hatmax ${version}`}`,
      hint: AGAIN,
    },
  ];
}

function movedSpec(place: Place, { origin }: SavedPlanFile): readonly Diagnostic[] {
  const text = readSpec(place);
  if (text.value === undefined) return text.diagnostics;
  if (place.spec === origin.spec.file && text.value.text === origin.spec.text) return [];
  return [
    {
      code: 'HM4119',
      severity: 'error',
      summary:
        place.spec === origin.spec.file
          ? `${place.spec} changed since the plan was made`
          : `the plan was made from ${origin.spec.file}, and this is ${place.spec}`,
      hint: AGAIN,
    },
  ];
}

function movedState(files: Files, { state }: PlanOrigin): readonly Diagnostic[] {
  const now = stateHashes(files);
  const addresses = [...new Set([...state.keys(), ...now.keys()])].sort();
  return addresses
    .filter((address) => state.get(address) !== now.get(address))
    .map((address) => ({
      code: 'HM4104',
      severity: 'error',
      summary: `what is recorded of ${address} changed since the plan was made`,
      hint: AGAIN,
    }));
}

function movedFile(files: Files, { path, from, expect, action }: FileChange): readonly Diagnostic[] {
  const moving = action === 'move' && from !== undefined;
  const gone = moving ? movedPath(files, path, 'absent') : [];
  return [...gone, ...movedPath(files, moving ? from : path, expect)];
}

function movedPath(
  files: Files,
  path: FileChange['path'],
  expect: FileChange['expect'],
): readonly Diagnostic[] {
  const stat = files.lstat(path);
  const there = stat !== undefined && stat.kind !== 'blocked';
  if (expect === 'not-a-file')
    return stat === undefined || stat.kind === 'file' ? [stale(path, 'changed')] : [];
  if (expect === 'absent') return there ? [stale(path, 'is there now')] : [];
  if (stat?.kind !== 'file') return [stale(path, there ? 'is no file any more' : 'is gone')];
  const bytes = readIfThere(files, path);
  return bytes !== undefined && sha256(bytes) === expect ? [] : [stale(path, 'was edited')];
}

/** Applying the same plan twice is a reported no-op. */
function isCarriedOut(files: Files, { changes, components }: Plan, recorded: RecordedState): boolean {
  return (
    changes.every((change) => {
      if (change.action === 'delete') return files.lstat(change.path) === undefined;
      if (change.write === undefined) return true;
      const bytes = readIfThere(files, change.path);
      return bytes !== undefined && sha256(bytes) === sha256(change.write);
    }) && components.every((change) => isRecorded(change, recorded))
  );
}

function isRecorded({ address, next }: ComponentChange, recorded: RecordedState): boolean {
  const found = componentsOf(recorded).get(address);
  if (next === undefined || found === undefined) return next === undefined && found === undefined;
  const { newBases: _, ...record } = next;
  return encodeComponent({ ...record, pack: undefined }) === encodeComponent({ ...found, pack: undefined });
}

/** Whether each step and record of one plan is, byte for byte, in another. */
function isWithin(saved: Plan, made: Plan): boolean {
  const steps = new Set(made.changes.map(stepOf));
  const records = new Map(made.components.map((component) => [component.address, recordText(component)]));
  return (
    saved.changes.every((change) => steps.has(stepOf(change))) &&
    saved.components.every((component) => records.get(component.address) === recordText(component)) &&
    made.components.length === saved.components.length &&
    made.changes.filter(isStep).length === saved.changes.filter(isStep).length
  );
}

function isStep({ action }: FileChange): boolean {
  return action !== 'keep';
}

function stepOf({
  path,
  from,
  component,
  action,
  reason,
  expect,
  executable,
  write,
  ownership,
}: FileChange): string {
  const bytes = write && sha256(write);
  return JSON.stringify([path, from, component, action, reason, expect, executable, bytes, ownership]);
}

function recordText({ address, from, action, next }: ComponentChange): string {
  if (next === undefined) return JSON.stringify([address, from, action]);
  const { newBases, ...record } = next;
  const bases = [...newBases].map(([hash, bytes]) => `${hash} ${sha256(bytes)}`);
  return JSON.stringify([address, from, action, encodeComponent({ ...record, pack: undefined }), bases]);
}
