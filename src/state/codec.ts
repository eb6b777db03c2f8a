import stringify from 'json-stable-stringify';
import type { Address } from '../graph/address.ts';
import type { Sha256 } from '../host/sha256.ts';
import type { Json } from '../json/json.ts';
import type { RelPath } from '../path/rel-path.ts';
import { joinFacts, splitFacts } from './facts.ts';
import { anyFormat, recordedComponent, type StoredComponent } from './format.ts';
import { migrate } from './migrations.ts';
import { type RecordedComponent, type RecordedFile, STATE_FORMAT } from './recorded.ts';

export type Decoded =
  | { readonly kind: 'component'; readonly component: RecordedComponent }
  | { readonly kind: 'newer'; readonly format: number; readonly hatmax: string }
  | { readonly kind: 'invalid'; readonly why: string };

/**
 * Canonical: sorted keys, one entry a line, so that git merges it line by line; what it then says twice is told apart
 * by `readMerged`. Equal records, equal bytes.
 */
export function encodeComponent(component: RecordedComponent): string {
  const lines: [string, string][] = [
    ['address', oneLine(component.address)],
    ['at', oneLine(component.at)],
    ['dependsOn', oneLine(component.dependsOn)],
    ['digest', oneLine(component.digest)],
    ...(component.facts === undefined ? [] : [['facts', factLines(component.facts)] as [string, string]]),
    ['files', fileLines(component.files)],
    ['format', oneLine(component.format)],
    ['hatmax', oneLine(component.hatmax)],
    ...(component.pack === undefined ? [] : [['pack', oneLine(component.pack)] as [string, string]]),
  ];
  return `{\n${lines.map(([key, value]) => `  "${key}": ${value}`).join(',\n')}\n}\n`;
}

export function decodeComponent(text: string): Decoded {
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch (fault) {
    return {
      kind: 'invalid',
      why: `is no JSON: ${fault instanceof Error ? fault.message : 'it cannot be read'}`,
    };
  }
  return decodeStored(stored);
}

export function decodeStored(stored: unknown): Decoded {
  const head = anyFormat.safeParse(stored);
  if (!head.success)
    return { kind: 'invalid', why: `is no state of hatmax: ${sentence(head.error.issues[0])}` };
  const { format, hatmax } = head.data;
  if (format > STATE_FORMAT) return { kind: 'newer', format, hatmax };
  const migrated = migrate(head.data as { [key: string]: Json }, STATE_FORMAT);
  if (migrated === undefined) return { kind: 'invalid', why: `has format ${format}, which is not known` };
  const checked = recordedComponent.safeParse(migrated);
  if (!checked.success)
    return { kind: 'invalid', why: `does not hold: ${sentence(checked.error.issues[0])}` };
  return { kind: 'component', component: toRecorded(checked.data) };
}

/** The casts are what `recordedComponent` has just checked. */
function toRecorded(stored: StoredComponent): RecordedComponent {
  return {
    format: STATE_FORMAT,
    address: stored.address as Address,
    hatmax: stored.hatmax,
    digest: stored.digest as Sha256,
    dependsOn: stored.dependsOn as Address[],
    at: stored.at,
    facts: stored.facts && joinFacts(stored.facts as { readonly [pointer: string]: Json }),
    pack: stored.pack as Sha256 | undefined,
    files: new Map(Object.entries(stored.files) as unknown as [RelPath, RecordedFile][]),
  };
}

function factLines(facts: Json): string {
  return entries(splitFacts(facts).map(([pointer, value]) => [pointer, oneLine(value)]));
}

function fileLines(files: ReadonlyMap<RelPath, RecordedFile>): string {
  return entries([...files].map(([path, file]) => [path, oneFile(file)]));
}

function entries(lines: readonly (readonly [string, string])[]): string {
  if (lines.length === 0) return '{}';
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{\n${sorted.map(([key, value]) => `    ${JSON.stringify(key)}: ${value}`).join(',\n')}\n  }`;
}

/** By hand, in the order of the keys: a state has tens of thousands of these. */
function oneFile(file: RecordedFile): string {
  const bit = file.acceptedExecutable;
  return (
    `{${bit === undefined ? '' : `"acceptedExecutable":${bit},`}"applied":"${file.applied}"` +
    `,"at":${JSON.stringify(file.at)},"base":"${file.base}"${file.deleted ? ',"deleted":true' : ''}` +
    `,"executable":${file.executable},"ownership":"${file.ownership}"` +
    `,"template":${JSON.stringify(file.template)},"unaccepted":${file.unaccepted}}`
  );
}

function oneLine(value: Json): string {
  return (isFlat(value) ? JSON.stringify(value) : stringify(value)) ?? 'null';
}

/** Has no keys to sort. */
function isFlat(value: Json): boolean {
  return Array.isArray(value)
    ? value.every((one) => isFlat(one))
    : typeof value !== 'object' || value === null;
}

function sentence(issue: { path: PropertyKey[]; message: string } | undefined): string {
  if (issue === undefined) return 'is not a state file';
  return issue.path.length === 0 ? issue.message : `${issue.path.map(String).join('.')}: ${issue.message}`;
}
