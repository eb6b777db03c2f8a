import { compare } from '../graph/graph.ts';
import { type Sha256, sha256 } from '../host/sha256.ts';
import { equalJson } from '../json/equal.ts';
import type { Json } from '../json/json.ts';
import { normaliseLineEndings } from '../merge/line-endings.ts';
import type { RelPath } from '../path/rel-path.ts';
import { type RecordedComponent, type RecordedFile, STATE_FORMAT } from '../state/recorded.ts';
import type { Bases } from './actual.ts';
import type { Decision } from './decision.ts';
import type { ComponentChange, NextComponent } from './plan.ts';
import type { FileSides } from './sides.ts';
import type { Unit } from './units.ts';

export interface DecidedFile {
  readonly sides: FileSides;
  readonly decision: Decision;
  /** Left out by `--target`: its record stays what it is. */
  readonly selected: boolean;
}

/** The record a component leaves; undefined where it stays as it is. */
export function componentChange(
  unit: Unit,
  decided: readonly DecidedFile[],
  bases: Bases,
  hatmax: string,
): ComponentChange | undefined {
  const { address, desired, recorded } = unit;
  if (desired === undefined) {
    const kept = nextFiles(decided);
    if (kept.size === 0 || recorded === undefined) return { address, action: 'delete' };
    return sameFiles(kept, recorded.files)
      ? undefined
      : { address, action: 'update', next: { ...recorded, files: kept, newBases: new Map() } };
  }
  const files = nextFiles(decided);
  const next: Omit<NextComponent, 'newBases'> = {
    format: STATE_FORMAT,
    address,
    hatmax: recorded?.hatmax ?? hatmax,
    digest: isFinished(decided) ? desired.digest : unfinished(desired.digest),
    dependsOn: desired.dependsOn,
    at: desired.at,
    facts: factsStand(decided) ? recorded?.facts : desired.facts,
    files,
  };
  if (recorded !== undefined && unit.from === undefined && sameRecord(next, recorded)) return undefined;
  const newBases = basesToAdd(decided, files, recorded, bases);
  const change = { address, desired, next: { ...next, hatmax, newBases } };
  if (recorded === undefined) return { ...change, action: 'create' };
  return unit.from === undefined
    ? { ...change, action: 'update' }
    : { ...change, action: 'move', from: unit.from };
}

/**
 * Recorded in place of a digest whose files were not all brought to what it renders. It equals no digest, so that what
 * is left undone is rendered and planned again.
 */
function unfinished(digest: Sha256): Sha256 {
  return sha256(`unfinished ${digest}`);
}

function isFinished(decided: readonly DecidedFile[]): boolean {
  return decided.every(({ sides, decision, selected }) => {
    if (sides.desired === undefined) return selected;
    if (!selected || decision.action === 'conflict') {
      const { recorded } = sides;
      return recorded !== undefined && sides.desired.hash === recorded.base && sides.from === undefined;
    }
    const { ownership, hash } = sides.desired;
    return ownership !== 'generated' && ownership !== 'structured' ? true : decision.next?.base === hash;
  });
}

/** Facts are what the next migration starts from: they move only when every migration that leads there is written. */
function factsStand(decided: readonly DecidedFile[]): boolean {
  return decided.some(({ sides, decision, selected }) => {
    const { desired } = sides;
    // One that was on record and is lost has led to these facts already; it is rendered by no template.
    const isNew = desired?.ownership === 'append_only' && desired.template !== '';
    return isNew && sides.recorded === undefined && (!selected || decision.action === 'conflict');
  });
}

function nextFiles(decided: readonly DecidedFile[]): ReadonlyMap<RelPath, RecordedFile> {
  const entries = decided.flatMap(({ sides, decision, selected }): [RelPath, RecordedFile][] => {
    const stays = !selected || decision.action === 'conflict';
    const record = selected ? decision.next : sides.recorded;
    if (record === undefined) return [];
    return [[stays ? (sides.from ?? sides.path) : sides.path, record]];
  });
  return new Map(entries.sort(([one], [other]) => compare(one, other)));
}

function basesToAdd(
  decided: readonly DecidedFile[],
  files: ReadonlyMap<RelPath, RecordedFile>,
  recorded: RecordedComponent | undefined,
  bases: Bases,
): ReadonlyMap<Sha256, Uint8Array> {
  const packed = new Set([...(recorded?.files.values() ?? [])].map((file) => file.base));
  const rendered = new Map(decided.map(({ sides }) => [sides.desired?.hash, sides.desired?.bytes]));
  const added = new Map<Sha256, Uint8Array>();
  for (const { base } of files.values()) {
    const bytes = rendered.get(base) ?? bases.get(base);
    if (!packed.has(base) && bytes !== undefined) added.set(base, bytes);
  }
  for (const [hash, bytes] of acceptedBytes(decided)) if (!packed.has(hash)) added.set(hash, bytes);
  return new Map([...added].sort(([one], [other]) => compare(one, other)));
}

/** What a person's edit left, once it is accepted: later edits are told from it. */
function acceptedBytes(decided: readonly DecidedFile[]): readonly (readonly [Sha256, Uint8Array])[] {
  return decided.flatMap(({ sides, decision, selected }) => {
    const { next, write } = decision;
    if (!selected || next === undefined || next.unaccepted || next.applied === next.base) return [];
    const found = sides.origin?.kind === 'file' ? sides.origin : sides.actual;
    const left = write ?? (found.kind === 'file' ? found.bytes : undefined);
    const known = left === undefined ? undefined : normaliseLineEndings(left);
    if (known !== undefined && sha256(known) === next.applied) return [[next.applied, known] as const];
    return sides.accepted !== undefined && sides.recorded?.applied === next.applied
      ? [[next.applied, sides.accepted] as const]
      : [];
  });
}

function sameRecord(next: Omit<NextComponent, 'newBases'>, recorded: RecordedComponent): boolean {
  const plain = ({ digest, dependsOn, at, facts }: Omit<NextComponent, 'newBases'>): Json => ({
    digest,
    dependsOn,
    at,
    facts: facts ?? null,
  });
  return (
    equalJson(plain(next), plain(recorded as Omit<RecordedComponent, 'pack'> as NextComponent)) &&
    sameFiles(next.files, recorded.files)
  );
}

function sameFiles(
  one: ReadonlyMap<RelPath, RecordedFile>,
  other: ReadonlyMap<RelPath, RecordedFile>,
): boolean {
  if (one.size !== other.size) return false;
  for (const [path, file] of one) {
    const match = other.get(path);
    if (match === undefined || (match !== file && !equalJson({ ...file }, { ...match }))) return false;
  }
  return true;
}
