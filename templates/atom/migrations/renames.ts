import { namesOf } from '../../../src/system/names.ts';
import type { AtomService, System } from '../../../src/system/system.ts';
import { decimalSortColumn } from '../query.ts';
import type { Schema, Table } from './schema.ts';

/** What the spec's `moved` says about models and fields of a service: `service.todo.models.Item.fields.done`. */
export interface Renames {
  /** Old name of a model by its new one. */
  readonly models: ReadonlyMap<string, string>;
  /** Old column by new column, by the new name of the model. */
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

const MODEL = /^service\.([^.]+)\.(?:models|aggregates)\.([^.]+)$/;
const FIELD = /^service\.([^.]+)\.(?:models|aggregates)\.([^.]+)\.fields\.([^.]+)$/;

export function renamesOf(service: AtomService, moved: System['moved']): Renames {
  const models = new Map<string, string>();
  const columns = new Map<string, Map<string, string>>();
  for (const { from, to } of moved) {
    const [before, after] = [MODEL.exec(from), MODEL.exec(to)];
    if (before !== null && after?.[1] === service.name) {
      models.set(namesOf(after[2] ?? '').pascal, namesOf(before[2] ?? '').pascal);
    }
    const [field, renamed] = [FIELD.exec(from), FIELD.exec(to)];
    if (field === null || renamed?.[1] !== service.name) continue;
    const model = namesOf(renamed[2] ?? '').pascal;
    const known = columns.get(model) ?? new Map<string, string>();
    const [old, now] = [namesOf(field[3] ?? '').snake, namesOf(renamed[3] ?? '').snake];
    known.set(now, old);
    columns.set(model, known);
  }
  return { models, columns };
}

/** The table that a wanted table was before: of its name, of its model, or of the model that was renamed to it. */
export function tableBefore(recorded: Schema, wanted: Table, { models }: Renames): Table | undefined {
  const byModel = (model: string) => recorded.tables.find((table) => table.model === model);
  const found = [wanted.model, ...earlier(models, wanted.model)].find(
    (model) => byModel(model) !== undefined,
  );
  return found === undefined ? recorded.tables.find((table) => table.name === wanted.name) : byModel(found);
}

/** The columns that wanted ones were before, where the spec says that a field was renamed; by their new names. */
export function columnsBefore(
  { models, columns }: Renames,
  before: Table,
  wanted: Table,
): ReadonlyMap<string, string> {
  // A field may have been renamed before its model was: each rename says what its model was called then.
  const renames = new Map(
    [wanted.model, ...earlier(models, wanted.model)].flatMap((model) => [...(columns.get(model) ?? [])]),
  );
  const known = new Set(before.columns.map(({ name }) => name));
  const found = wanted.columns.flatMap(({ name }) => {
    const old = earlier(renames, name).find((one) => known.has(one));
    return old === undefined ? [] : [[name, old] as const];
  });
  // What a decimal is sorted by goes with it.
  const beside = found.map(([now, old]) => [decimalSortColumn(now), decimalSortColumn(old)] as const);
  return new Map([...beside.filter(([, old]) => known.has(old)), ...found]);
}

/** What something was called before, the latest first: renames that were not applied one by one are followed back. */
function earlier(renames: ReadonlyMap<string, string>, name: string): readonly string[] {
  const names: string[] = [];
  for (let old = renames.get(name); old !== undefined && !names.includes(old); old = renames.get(old))
    names.push(old);
  return names;
}
