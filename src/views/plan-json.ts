import type { Sha256 } from '../host/sha256.ts';
import type { Json } from '../json/json.ts';
import { jsonPieces, StreamedObject } from '../json/streamed.ts';
import { contentHash } from '../merge/line-endings.ts';
import { countPlan, hasChanges } from '../plan/counts.ts';
import type { Drift, FileChange, Plan } from '../plan/plan.ts';
import type { RecordedComponent } from '../state/recorded.ts';
import { listOf, modulesOf, nextRecords } from './module-json.ts';
import { fileValues, type JsonObject, resource, resourceAddress } from './resource-json.ts';

/** The version of Terraform's plan representation this writes. */
const FORMAT_VERSION = '1.2';
const STATE_FORMAT_VERSION = '1.0';
/** Whose plans these read like: readers look for it before they look at anything else. */
const TERRAFORM_VERSION = '1.11.4';

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
    resource_drift: listOf(drifted, driftOf),
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

function driftOf(drift: Drift): JsonObject {
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

/** Drift by itself, in the same words; in pieces, to be read by people too. */
export function driftJson(plan: Plan): Iterable<string> {
  const { drift, eolOnly, formatOnly } = countPlan(plan);
  const found = plan.drift.filter(({ weight }) => weight === 'content');
  const document = new StreamedObject({
    format_version: FORMAT_VERSION,
    hatmax_version: plan.hatmax,
    resource_drift: listOf(found, driftOf),
    hatmax: { counts: { drift, eolOnly, formatOnly } },
  });
  return jsonPieces(document, 2);
}
