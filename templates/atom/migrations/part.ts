import type { CapabilityDiagnostic, FileDraft } from '../../../src/capability/capability.ts';
import { address } from '../../../src/graph/address.ts';
import type { Json } from '../../../src/json/json.ts';
import type { AtomService, SpecPath, System } from '../../../src/system/system.ts';
import type { Column } from '../columns.ts';
import { oneComponent } from '../drafts.ts';
import { modelsOf } from '../entity.ts';
import type { Part } from '../part.ts';
import { difference, type Unsettled } from './difference.ts';
import {
  type Clash,
  clashesIn,
  definitionsIn,
  headsOf,
  logFromJson,
  logToJson,
  type MigrationLog,
  nextNumber,
  schemaAfter,
} from './log.ts';
import { renamesOf } from './renames.ts';
import { schemaOf } from './schema.ts';
import type { Unfillable } from './table.ts';
import { type NewMigration, newMigration, noticesOf } from './write.ts';

type Moved = System['moved'][number];

const TEMPLATE = 'atom/files/services/__service__/migrations/sqlite/__migration__.sql.hbs';

/** One file for each time the schema moved. Those that were written once stay as they are. */
export const sqliteMigrations: Part = (service, { moved }, recorded) => {
  const strangers = moved.filter((entry) => isFromElsewhere(entry, service, moved));
  if (strangers.length > 0) return { components: [], diagnostics: strangers.map(cannotMove) };
  const own = address(`service.${service.name}.migrations.sqlite`);
  const log = logFromJson(recorded(own)) ?? [];
  const { unsettled, mended, diagnostics } = settle(service, clashesIn(log));
  if (diagnostics.length > 0) return { components: [], diagnostics };
  const renames = renamesOf(service, moved);
  const { steps, unfillable } = difference(schemaAfter(log), schemaOf(service), renames, unsettled);
  if (unfillable.length > 0) {
    return { components: [], diagnostics: unfillable.map((column) => cannotFill(service, column)) };
  }
  const added = steps.length === 0 ? undefined : newMigration(nextNumber(log), steps, mended);
  const folder = `services/${service.name}/migrations/sqlite`;
  const now: MigrationLog =
    added === undefined
      ? log
      : [...log, { file: added.file, after: headsOf(log), changes: steps.flatMap(({ changes }) => changes) }];
  const facts = logToJson(now);
  return oneComponent({
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
      now.map(({ file }) =>
        migrationFile(service, `${folder}/${file}`, file === added?.file ? added : undefined),
      ),
  });
};

interface Settled {
  readonly unsettled: Unsettled;
  /** The files whose changes the next migration says anew. */
  readonly mended: readonly string[];
  readonly diagnostics: readonly CapabilityDiagnostic[];
}

/**
 * Each of two merged branches has databases that ran its own migrations first. Where they changed the same columns, and
 * kept what their values are, the next migration says what those are now; of anything else a person has to choose.
 */
function settle(service: AtomService, clashes: readonly Clash[]): Settled {
  const unsettled = new Map<string, Column[]>();
  const diagnostics: CapabilityDiagnostic[] = [];
  for (const clash of clashes) {
    const found = clash.names.map((name) => [name.slice(0, -1), definitionsIn(clash, name)] as const);
    const isSimple = found.every(([, [one, other]]) => other !== undefined && one?.kind === other.kind);
    if (found.length === 0 || !isSimple) diagnostics.push(cannotSettle(service, clash));
    else for (const [name, both] of found) unsettled.set(name, [...(unsettled.get(name) ?? []), ...both]);
  }
  const mended = [...new Set(clashes.flatMap(({ one, other }) => [one.file, other.file]))];
  return { unsettled, mended, diagnostics };
}

function cannotSettle(service: AtomService, { one, other, names }: Clash): CapabilityDiagnostic {
  const folder = `services/${service.name}/migrations/sqlite`;
  const what = names.map((name) => name.replace(/=$/, '')).join(', ');
  if (one.file === other.file) {
    return {
      code: 'HM2209',
      severity: 'error',
      summary: `two branches wrote ${folder}/${one.file}, and not the same`,
      detail: 'A database ran the one or the other, and would refuse what is not what it ran.',
      hint: takeOut(service, folder, one.file),
      at: service.at,
    };
  }
  return {
    code: 'HM2208',
    severity: 'error',
    summary: `${one.file} and ${other.file} of two branches both alter ${what}`,
    detail:
      'A database that ran one of them first would not become what one that ran the other first is, or would fail.',
    hint: takeOut(service, folder, other.file),
    at: service.at,
  };
}

function takeOut({ name }: AtomService, folder: string, file: string): string {
  const record = `.hatmax/state/service.${name}.migrations.sqlite.json`;
  return `Keep the side that ran where rows matter: check out ${record} and ${folder} of that branch, delete what the other one added there (${file}), and apply: what is left to do becomes a new migration.`;
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
