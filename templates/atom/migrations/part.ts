import type {
  CapabilityDiagnostic,
  CapabilityResult,
  FileDraft,
} from '../../../src/capability/capability.ts';
import { address } from '../../../src/graph/address.ts';
import type { Json } from '../../../src/json/json.ts';
import type { AtomService, SpecPath } from '../../../src/system/system.ts';
import { modelsOf } from '../entity.ts';
import type { Part } from '../part.ts';
import { difference } from './difference.ts';
import { renamesOf } from './renames.ts';
import { factsFromJson, factsToJson, type MigrationFacts, schemaOf } from './schema.ts';
import type { Unfillable } from './table.ts';
import { type NewMigration, newMigration, noticesOf } from './write.ts';

const TEMPLATE = 'atom/files/services/__service__/migrations/sqlite/__migration__.sql.hbs';
const NONE: MigrationFacts = { migrations: [], schema: { tables: [] } };

/** One file for each time the schema moved. Those that were written once stay as they are. */
export const sqliteMigrations: Part = (service, { moved }, recorded) => {
  const own = address(`service.${service.name}.migrations.sqlite`);
  const before = factsFromJson(recorded(own)) ?? NONE;
  const wanted = schemaOf(service);
  const { steps, unfillable } = difference(before.schema, wanted, renamesOf(service, moved));
  if (unfillable.length > 0) {
    return { components: [], diagnostics: unfillable.map((column) => cannotFill(service, column)) };
  }
  const added = steps.length === 0 ? undefined : newMigration(before.migrations.length + 1, steps);
  const folder = `services/${service.name}/migrations/sqlite`;
  const migrations = [...before.migrations, ...(added === undefined ? [] : [added.file])];
  // What an unchanged schema is written as stays: a default that moved alone is no reason for a migration.
  const schema = added === undefined && before !== NONE ? before.schema : wanted;
  const facts = factsToJson({ migrations, schema });
  return one({
    address: own,
    inputs: { facts } as Json,
    facts,
    dependsOn: [],
    at: [service.at],
    notices:
      added === undefined
        ? []
        : noticesOf(`${folder}/${added.file}`, steps, (table) => placeOf(service, table)),
    files: () =>
      migrations.map((file) =>
        migrationFile(service, `${folder}/${file}`, file === added?.file ? added : undefined),
      ),
  });
};

function one(component: CapabilityResult['components'][number]): CapabilityResult {
  return { components: [component], diagnostics: [] };
}

function migrationFile(service: AtomService, path: string, added: NewMigration | undefined): FileDraft {
  const content: FileDraft['content'] =
    added === undefined ? { from: 'record' } : { from: 'template', template: TEMPLATE, model: added };
  return { path, ownership: 'append_only', at: [service.at], content };
}

function placeOf(service: AtomService, table: string): SpecPath {
  return modelsOf(service).find((model) => model.table === table)?.at ?? service.at;
}

function cannotFill(service: AtomService, { model, column, from, to }: Unfillable): CapabilityDiagnostic {
  const found = modelsOf(service).find((one) => one.names.pascal === model);
  const field = found?.fields.find((one) => one.column === column);
  const at = field?.at ?? found?.at ?? service.at;
  if (from !== null && from !== to) {
    return {
      code: 'HM2202',
      severity: 'error',
      summary: `${model}.${column} cannot be turned from ${from} into ${to}`,
      detail: 'There are rows whose values would have to be guessed, cut or rounded.',
      hint: 'Add a field with the new type under another name, apply, copy the values in a migration or by hand, then take the old field out.',
      at,
    };
  }
  return {
    code: 'HM2201',
    severity: 'error',
    summary: `${model}.${column} is required, and rows that are there already have no value for it`,
    detail:
      'The table exists. hatmax does not invent data: an empty text or a zero would look like a real value.',
    hint: 'Give the field a default, which those rows get; or let it be empty (`?`), apply, fill it in, and make it required then.',
    at,
  };
}
