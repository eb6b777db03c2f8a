import { namesOf } from '../../../src/system/names.ts';
import type { AtomService, System } from '../../../src/system/system.ts';
import { modelsOf } from '../entity.ts';
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
    if (isDecimal(service, model, now)) known.set(decimalSortColumn(now), decimalSortColumn(old));
    columns.set(model, known);
  }
  return { models, columns };
}

function isDecimal(service: AtomService, model: string, column: string): boolean {
  const fields = modelsOf(service).find((one) => one.names.pascal === model)?.fields ?? [];
  return fields.some((field) => field.column === column && field.type.kind === 'decimal');
}

/** The table that a wanted table was before: of its name, of its model, or of the model that was renamed to it. */
export function tableBefore(recorded: Schema, wanted: Table, { models }: Renames): Table | undefined {
  const same = recorded.tables.find((table) => table.model === wanted.model);
  if (same !== undefined) return same;
  // Renames that were not applied one by one are followed back to the name that is recorded.
  for (let [old, steps] = [models.get(wanted.model), 0]; old !== undefined && steps <= models.size; steps++) {
    const moved = recorded.tables.find((table) => table.model === old);
    if (moved !== undefined) return moved;
    old = models.get(old);
  }
  return recorded.tables.find((table) => table.name === wanted.name);
}
