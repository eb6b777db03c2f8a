import { compare } from '../graph/graph.ts';
import { StreamedList, StreamedObject } from '../json/streamed.ts';
import type { NextComponent, Plan } from '../plan/plan.ts';
import type { RecordedComponent, RecordedFile } from '../state/recorded.ts';
import { type JsonObject, resource, values } from './resource-json.ts';

type AnyRecord = RecordedComponent | NextComponent;

/** What is on record after the apply: what the plan changes, and what it leaves alone. */
export function nextRecords(
  plan: Plan,
  recorded: ReadonlyMap<string, RecordedComponent>,
): readonly AnyRecord[] {
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
export function modulesOf(records: readonly AnyRecord[]): StreamedObject {
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

export function listOf<T>(
  items: Iterable<T>,
  jsonOf: (item: T) => JsonObject | StreamedObject,
): StreamedList {
  return new StreamedList(function* () {
    for (const item of items) yield jsonOf(item);
  });
}
