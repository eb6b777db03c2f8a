import { compare } from '../graph/graph.ts';
import type { Sha256 } from '../host/sha256.ts';
import type { Json } from '../json/json.ts';
import { jsonPieces, StreamedList, StreamedObject } from '../json/streamed.ts';
import { contentHash, decodeUtf8, isBinary } from '../merge/line-endings.ts';
import { countPlan, hasChanges } from '../plan/counts.ts';
import type { Drift, FileChange, NextComponent, Plan } from '../plan/plan.ts';
import type { RecordedComponent, RecordedFile } from '../state/recorded.ts';

/** The version of Terraform's plan representation this writes. */
const FORMAT_VERSION = '1.2';
const STATE_FORMAT_VERSION = '1.0';
/** Whose plans these read like: readers look for it before they look at anything else. */
const TERRAFORM_VERSION = '1.11.4';
const TYPE = 'hatmax_file';
const PROVIDER = 'terraform.io/builtin/hatmax';
/** Text content up to this many bytes is part of `before` and `after`; of larger and binary files there is the hash. */
const MOST_CONTENT = 16_384;

type JsonObject = { readonly [key: string]: Json };

/**
 * Terraform's JSON plan representation. A component is a module (`service.todo.http` is
 * `module.service.module.todo.module.http`), a file a resource in it, by its path. What Terraform has no word for
 * stands under `hatmax`, which its readers pass over. In pieces, on one line as Terraform writes it: there are readers
 * that read no second one.
 */
export function planJson(plan: Plan, recorded: ReadonlyMap<string, RecordedComponent>): Iterable<string> {
  return jsonPieces(planDocument(plan, recorded));
}

function planDocument(plan: Plan, recorded: ReadonlyMap<string, RecordedComponent>): StreamedObject {
  const counts = countPlan(plan);
  const drifted = plan.drift.filter((drift) => drift.weight === 'content');
  return new StreamedObject({
    format_version: FORMAT_VERSION,
    terraform_version: TERRAFORM_VERSION,
    hatmax_version: plan.hatmax,
    planned_values: new StreamedObject({ outputs: {}, root_module: modulesOf(nextRecords(plan, recorded)) }),
    resource_drift: listOf(drifted, driftJson),
    resource_changes: listOf(plan.changes, changeJson),
    output_changes: {},
    prior_state: new StreamedObject({
      format_version: STATE_FORMAT_VERSION,
      terraform_version: TERRAFORM_VERSION,
      values: new StreamedObject({ outputs: {}, root_module: modulesOf([...recorded.values()]) }),
    }),
    configuration: { root_module: {} },
    applyable: hasChanges(counts),
    complete: counts.conflict === 0,
    errored: false,
    hatmax: {
      mode: plan.mode,
      counts: { ...counts },
      notices: plan.notices.map(({ kind, path, summary, statements }) => ({
        kind,
        path,
        summary,
        statements,
      })),
    },
  });
}

function listOf<T>(items: Iterable<T>, jsonOf: (item: T) => JsonObject | StreamedObject): StreamedList {
  return new StreamedList(function* () {
    for (const item of items) yield jsonOf(item);
  });
}

/** `module.service.module.todo.hatmax_file.file["services/todo/src/app.ts"]` */
export function resourceAddress(component: string, path: string): string {
  return `${moduleAddress(component)}.${TYPE}.file[${quoted(path)}]`;
}

export function moduleAddress(component: string): string {
  return component
    .split('.')
    .map((name) => `module.${name}`)
    .join('.');
}

/** As HCL quotes: template marks too, so that the address is one literal. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, (mark) => mark + mark);
}

function changeJson(change: FileChange): JsonObject {
  const { component, path } = change;
  const before = beforeOf(change);
  const after = afterOf(change);
  return {
    ...resource(component, path),
    ...(change.from === undefined ? {} : { previous_address: resourceAddress(component, change.from) }),
    change: {
      actions: actionsOf(change),
      before,
      after,
      after_unknown: {},
      before_sensitive: false,
      after_sensitive: false,
      ...(change.action === 'adopt' ? { importing: { id: path } } : {}),
    },
    ...actionReason(change),
    hatmax: {
      action: change.action,
      reason: change.reason,
      ...(change.places === undefined ? {} : { places: change.places }),
    },
  };
}

function resource(component: string, path: string): JsonObject {
  return {
    address: resourceAddress(component, path),
    module_address: moduleAddress(component),
    mode: 'managed',
    type: TYPE,
    name: 'file',
    index: path,
    provider_name: PROVIDER,
  };
}

/** Terraform's word for each action; `forget` is what leaves the state and stays. */
function actionsOf(change: FileChange): readonly string[] {
  switch (change.action) {
    case 'create':
      return ['create'];
    case 'update':
    case 'merge':
      return ['update'];
    case 'move':
      return hashOf(change.before) === hashOf(change.write) ? ['no-op'] : ['update'];
    case 'delete':
      return ['delete'];
    case 'orphan':
      return ['forget'];
    case 'no-op':
    case 'adopt':
    case 'keep':
    case 'conflict':
      return ['no-op'];
  }
}

function hashOf(bytes: Uint8Array | undefined): Sha256 | undefined {
  return bytes === undefined ? undefined : contentHash(bytes);
}

function actionReason(change: FileChange): JsonObject {
  return change.action === 'delete' ? { action_reason: 'delete_because_no_resource_config' } : {};
}

function beforeOf(change: FileChange): Json {
  if (change.before === undefined) return null;
  return fileValues(
    change.from ?? change.path,
    change.component,
    change.ownership,
    change.before,
    change.executable,
  );
}

function afterOf(change: FileChange): Json {
  if (change.action === 'delete' || change.action === 'orphan') return null;
  const bytes = change.write ?? change.before;
  return bytes === undefined
    ? null
    : fileValues(change.path, change.component, change.ownership, bytes, change.executable);
}

function driftJson(drift: Drift): JsonObject {
  const { component, path, ownership, applied, actual } = drift;
  const values = (bytes: Uint8Array | undefined) =>
    bytes === undefined ? null : fileValues(path, component, ownership, bytes, false);
  const gone = drift.kind === 'deleted' || drift.kind === 'type';
  return {
    ...resource(component, path),
    change: {
      actions: [gone ? 'delete' : 'update'],
      before: values(applied),
      after: gone ? null : values(actual),
      after_unknown: {},
      before_sensitive: false,
      after_sensitive: false,
    },
    hatmax: { kind: drift.kind, ...(drift.found === undefined ? {} : { found: drift.found }) },
  };
}

function fileValues(
  path: string,
  component: string,
  ownership: string,
  bytes: Uint8Array,
  executable: boolean,
): JsonObject {
  const text = bytes.length > MOST_CONTENT || isBinary(bytes) ? undefined : decodeUtf8(bytes);
  return { ...values(path, component, ownership, contentHash(bytes), executable), content: text ?? null };
}

function values(
  path: string,
  component: string,
  ownership: string,
  hash: Sha256,
  executable: boolean,
): JsonObject {
  return { id: path, path, component, ownership, sha256: hash, mode: executable ? '0755' : '0644' };
}

type AnyRecord = RecordedComponent | NextComponent;

/** What is on record after the apply: what the plan changes, and what it leaves alone. */
function nextRecords(plan: Plan, recorded: ReadonlyMap<string, RecordedComponent>): readonly AnyRecord[] {
  const records = new Map<string, AnyRecord>(recorded);
  for (const component of plan.components) {
    records.delete(component.from ?? component.address);
    if (component.next !== undefined) records.set(component.address, component.next);
  }
  return [...records.values()];
}

interface Module {
  readonly children: Map<string, Module>;
  record: AnyRecord | undefined;
}

/** Modules within modules, as Terraform nests them. */
function modulesOf(records: readonly AnyRecord[]): StreamedObject {
  const root: Module = { children: new Map(), record: undefined };
  for (const record of records) {
    let module = root;
    for (const name of record.address.split('.')) {
      const child = module.children.get(name) ?? { children: new Map(), record: undefined };
      module.children.set(name, child);
      module = child;
    }
    module.record = record;
  }
  return moduleJson(root, '');
}

function moduleJson({ children, record }: Module, address: string): StreamedObject {
  const below = [...children].sort(([one], [other]) => compare(one, other));
  const above = address === '' ? '' : `${address}.`;
  return new StreamedObject({
    ...(address === '' ? {} : { address }),
    ...(record === undefined || record.files.size === 0
      ? {}
      : { resources: listOf(record.files, ([path, file]) => resourceJson(record.address, path, file)) }),
    ...(below.length === 0
      ? {}
      : { child_modules: listOf(below, ([name, child]) => moduleJson(child, `${above}module.${name}`)) }),
  });
}

function resourceJson(address: string, path: string, file: RecordedFile): JsonObject {
  return {
    ...resource(address, path),
    schema_version: 0,
    values: values(path, address, file.ownership, file.applied, file.executable),
    sensitive_values: {},
  };
}

/** Drift by itself, in the same words. */
export function driftJsonOf(plan: Plan): JsonObject {
  const counts = countPlan(plan);
  return {
    format_version: FORMAT_VERSION,
    hatmax_version: plan.hatmax,
    resource_drift: plan.drift.filter((drift) => drift.weight === 'content').map(driftJson),
    hatmax: { counts: { drift: counts.drift, eolOnly: counts.eolOnly, formatOnly: counts.formatOnly } },
  };
}
