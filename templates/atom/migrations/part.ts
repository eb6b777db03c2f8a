import type {
  CapabilityDiagnostic,
  CapabilityResult,
  FileDraft,
} from '../../../src/capability/capability.ts';
import { address } from '../../../src/graph/address.ts';
import type { Json } from '../../../src/json/json.ts';
import type { AtomService, SpecPath, System } from '../../../src/system/system.ts';
import { modelsOf } from '../entity.ts';
import type { Part } from '../part.ts';
import { difference } from './difference.ts';
import { renamesOf } from './renames.ts';
import { factsFromJson, factsToJson, type MigrationFacts, schemaOf } from './schema.ts';
import type { Unfillable } from './table.ts';
import { type NewMigration, newMigration, noticesOf } from './write.ts';

type Moved = System['moved'][number];

const TEMPLATE = 'atom/files/services/__service__/migrations/sqlite/__migration__.sql.hbs';
const NONE: MigrationFacts = { migrations: [], schema: { tables: [] } };

/** One file for each time the schema moved. Those that were written once stay as they are. */
export const sqliteMigrations: Part = (service, { moved }, recorded) => {
  const strangers = moved.filter((entry) => isFromElsewhere(entry, service, moved));
  if (strangers.length > 0) return { components: [], diagnostics: strangers.map(cannotMove) };
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

const PART = /^service\.([^.]+)\.(?:models|aggregates)\./;

/** Of a model or a field that comes here from a service that is not this one under an older name. */
function isFromElsewhere({ from, to }: Moved, { name }: AtomService, moved: readonly Moved[]): boolean {
  const [before, after] = [PART.exec(from)?.[1], PART.exec(to)?.[1]];
  if (before === undefined || after !== name || before === name) return false;
  return !moved.some((one) => one.from === `service.${before}` && one.to === `service.${name}`);
}

function cannotMove({ from, to, at }: Moved): CapabilityDiagnostic {
  return {
    code: 'HM2207',
    severity: 'error',
    summary: `${from} cannot become ${to}: that is another service`,
    detail:
      'Each service has a database of its own, and a migration sees only that one: the rows would stay behind.',
    hint: 'Add the model to the other service, apply, copy the rows, then take it out of the first one.',
    at,
  };
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
