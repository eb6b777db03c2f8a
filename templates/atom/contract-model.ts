import { type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AggregateChild, AtomService, Field, Model } from '../../src/system/system.ts';
import { type Column, fieldColumns } from './columns.ts';
import { childFields, type Entity, entitiesOf, idTypeOf, inWords, positionOf } from './entity.ts';
import { sortedImports } from './import-order.ts';
import { codeOf } from './imports.ts';
import { filterFields, sortKeysOf } from './query.ts';
import { samplesOf } from './samples.ts';
import { domainLiteral } from './shape.ts';
import { uniqueSetsOf } from './test-shape.ts';

/** Values of the domain that tests store: sample `n` from 1 to 4, of which the last has nothing that may be missing. */
export interface SampleView {
  readonly imports: readonly Layout[];
  readonly pascal: string;
  readonly words: string;
  readonly properties: readonly Layout[];
  readonly children: readonly {
    readonly pascal: string;
    readonly words: string;
    readonly properties: readonly Layout[];
  }[];
}

export function sampleView(service: AtomService, entity: Entity): SampleView {
  const { model, children } = entity;
  const properties = [
    `id: ${idOf(model)},`,
    'version: 1,',
    ...model.fields.map((field) => propertyOf(service, field)),
    ...children.map((child) => `${child.names.camel}: [],`),
    ...(model.audit ? auditProperties : []),
  ];
  const views = children.map((child) => ({
    pascal: child.of.names.pascal,
    words: inWords(child.of.names),
    properties: childProperties(service, child),
  }));
  const { pascal, kebab } = model.names;
  const code = codeOf({ properties, views });
  return {
    imports: sortedImports([
      [`../../src/domain/${kebab}.ts`, [`type ${pascal}`, ...views.map((view) => `type ${view.pascal}`)]],
      [
        './pick.ts',
        [...(/\bpick\(/.test(code) ? ['pick'] : []), ...(code.includes('sampleId(') ? ['sampleId'] : [])],
      ],
    ]),
    pascal,
    words: inWords(model.names),
    properties,
    children: views,
  };
}

const auditProperties = [
  `createdAt: \`2026-01-0\${n}T00:00:00.000Z\`,`,
  "createdBy: 'somebody',",
  `updatedAt: \`2026-02-0\${n}T00:00:00.000Z\`,`,
  'updatedBy: null,',
];

function childProperties(service: AtomService, child: AggregateChild): readonly Layout[] {
  const position = positionOf(child);
  return [
    'id: sampleId(n),',
    ...(position === undefined ? [] : [`${position}: n,`]),
    ...childFields(child).map((field) => propertyOf(service, field)),
  ];
}

function idOf(model: Model): string {
  if (model.idType === 'int') return 'n';
  return model.idType === 'uuid' ? 'sampleId(n)' : `\`sample-\${n}\``;
}

function propertyOf(service: AtomService, field: Field): Layout {
  return `${field.property}: ${sampleOf(service, field)},`;
}

function sampleOf(service: AtomService, field: Field): Layout {
  const { type } = field;
  if (type.kind === 'ref') {
    const isOptional = field.nullable || targetOf(service, field) === undefined;
    if (isOptional && field.nullable) return 'null';
    if (type.idType === 'int') return 'n';
    return type.idType === 'uuid' ? 'sampleId(n)' : `\`sample-\${n}\``;
  }
  const samples = samplesOf(field);
  if (samples.length === 0) return 'null';
  // SQLite gives a BLOB back as a Buffer.
  const values = samples.map((sample) =>
    type.kind === 'bytes'
      ? `Buffer.from(${tsString(String(sample))}, 'base64')`
      : domainLiteral(type, sample),
  );
  if (field.nullable) return list('pick(', [list('[', [...values.slice(0, 3), 'null'], ']'), 'n'], ')');
  return list('pick(', [list('[', values, ']'), 'n'], ')');
}

function targetOf(service: AtomService, field: Field): Entity | undefined {
  const { type } = field;
  if (type.kind !== 'ref' || type.service !== null) return undefined;
  return entitiesOf(service).find(({ model }) => model.names.pascal === type.model.pascal);
}

/** Whether each field has an example: a model without is left to the tests of HTTP. */
export function isSampled(service: AtomService, entity: Entity): boolean {
  return [entity.model.fields, ...entity.children.map(childFields)].every((fields) =>
    fields.every(
      (field) =>
        field.nullable ||
        (field.type.kind === 'ref'
          ? targetOf(service, field) !== undefined || field.type.service !== null
          : samplesOf(field).length > 0),
    ),
  );
}

/** What has to be there before an entity of the model can be: the targets of references that must be given. */
function neededBy(service: AtomService, entity: Entity, seen: readonly string[] = []): readonly Entity[] {
  const fields = [entity.model, ...entity.children.map((child) => child.of)].flatMap((model) => model.fields);
  const targets = fields.flatMap((field) => {
    const target = field.nullable ? undefined : targetOf(service, field);
    return target === undefined || seen.includes(target.model.names.pascal) ? [] : [target];
  });
  const path = [...seen, entity.model.names.pascal];
  const all = targets.flatMap((target) => [...neededBy(service, target, path), target]);
  return [...new Map(all.map((one) => [one.model.names.pascal, one])).values()];
}

export function contractView(service: AtomService, entity: Entity) {
  const { model, children } = entity;
  const { pascal, kebab } = model.names;
  const needed = neededBy(service, entity);
  const sorts = sortKeysOf(service, model).filter(({ property }) => !isReference(model, property));
  const filters = filterFields(service, model).filter(
    (field) => !['list', 'json', 'bytes', 'ref'].includes(field.type.kind),
  );
  const faults = model.fields.flatMap((field) => faultsOf(service, field));
  const changed = model.fields.find(
    (field) => !field.immutable && field.type.kind !== 'ref' && samplesOf(field).length > 1 && !field.unique,
  );
  const optional = new Set(
    model.fields.filter((one) => one.nullable && one.type.kind === 'ref').map((one) => one.property),
  );
  const uniques = uniqueSetsOf(model).filter((set) => !set.some((one) => optional.has(one)));
  const stamp = model.softDelete ? ', deletion' : '';
  const parts = {
    pascal,
    plural: model.plural.camel,
    pluralWords: tsString(inWords(model.plural)),
    words: tsString(inWords(model.names)),
    missingId: model.idType === 'int' ? '99' : "'no-such-id'",
    stamp,
    counted: model.idType === 'int',
    soft: model.softDelete,
    needed: needed.map((one) => ({ plural: one.model.plural.camel, pascal: one.model.names.pascal })),
    changed: changed === undefined ? [] : [`${changed.property}: sample${pascal}(2).${changed.property},`],
    camel: model.names.camel,
    pluralText: inWords(model.plural),
    sorts: list(
      '[',
      sorts.map(({ property }) => tsString(property)),
      '] as const',
    ),
    hasSorts: sorts.length > 0,
    filters: list(
      '[',
      filters.map((field) => tsString(field.property)),
      '] as const',
    ),
    hasFilters: filters.length > 0,
    hasFaults: faults.length > 0,
    faults: list('[', faults, ']', { broken: faults.length > 1 }),
    uniques: uniques.map((set) => ({
      title: tsString(`refuses a second one with the same ${set.join(' and ')}`),
      fields: list(
        '[',
        set.map((one) => tsString(one)),
        ']',
      ),
      same: list(
        '{',
        set.map((one) => `${one}: first.${one}`),
        '}',
      ),
    })),
    references: model.fields.flatMap((field) => {
      const target = targetOf(service, field);
      if (target === undefined) return [];
      const isHeld = !field.nullable && target.model.softDelete && target.model !== model;
      const value = field.type.kind === 'ref' && field.type.idType === 'int' ? '99' : "'no-such-id'";
      return [
        {
          title: tsString(`refuses a ${field.property} that is not there`),
          held: isHeld,
          holds: tsString(`is not left with a ${field.property} that is deleted`),
          property: field.property,
          target: target.model.plural.camel,
          field: tsString(field.property),
          given: `{ ${field.property}: ${value} }`,
        },
      ];
    }),
    children: children.map((child) => ({
      collection: child.names.camel,
      pascal: child.of.names.pascal,
      place: positionOf(child) === undefined ? '' : `, ${positionOf(child)}: 1`,
    })),
    aggregate: children.length > 0,
    queries: children.length + 1,
    idType: idTypeOf(model),
  };
  const samples = new Map([...needed, entity].map((one) => [one.model.names.kebab, one]));
  return {
    ...parts,
    imports: sortedImports([
      ['vitest', ['describe', 'expect', 'it']],
      ['../../../src/domain/errors.ts', ['NotFound', 'StaleVersion']],
      [`../../../src/domain/${kebab}.ts`, [`type ${pascal}`]],
      ...[...samples].map(
        ([name, one]) =>
          [
            `../../samples/${name}.ts`,
            [
              `sample${one.model.names.pascal}`,
              ...(one === entity ? children.map((child) => `sample${child.of.names.pascal}`) : []),
            ],
          ] as const,
      ),
      [
        './opened.ts',
        [
          'type Open',
          'type Opened',
          ...(sorts.length > 0 || filters.length > 0 ? ['allPages'] : []),
          ...(sorts.length > 0 ? ['compare'] : []),
        ],
      ],
    ]),
  };
}

function isReference(model: Model, property: string): boolean {
  return model.fields.some((field) => field.property === property && field.type.kind === 'ref');
}

/** One value for each limit that the database knows, just outside of it. */
function faultsOf(service: AtomService, field: Field): readonly Layout[] {
  if (field.type.kind === 'list' || field.type.kind === 'decimal') return [];
  const bad = fieldColumns(service, field).flatMap((column) => outside(column));
  return bad.map((value) =>
    list('{', [`field: ${tsString(field.property)}`, `given: { ${field.property}: ${value} }`], '}'),
  );
}

function outside({ limits, type }: Column): readonly string[] {
  const below = limits.min;
  const above = limits.max;
  const step = (value: string | number, by: number, exclusive: boolean) =>
    typeof value === 'number' ? [String(exclusive ? value : value + by)] : [];
  return [
    ...(limits.values === undefined
      ? []
      : [type === 'INTEGER' ? '987654 as never' : "'no such value' as never"]),
    ...(below === undefined ? [] : step(below.value, -1, below.exclusive)),
    ...(above === undefined ? [] : step(above.value, 1, above.exclusive)),
    ...(limits.minLength === undefined || limits.minLength === 0 || type === 'BLOB'
      ? []
      : [`'x'.repeat(${limits.minLength - 1})`]),
    ...(limits.maxLength === undefined || type === 'BLOB' ? [] : [`'x'.repeat(${limits.maxLength + 1})`]),
  ];
}

/** An entity with examples for itself and for all that has to be there before it. */
export function isTestable(service: AtomService, entity: Entity): boolean {
  return [...neededBy(service, entity), entity].every((one) => isSampled(service, one));
}

export function contractsView(entities: readonly Entity[], scope: string) {
  const names = entities.map(({ model }) => model.names);
  const contracts = names.map(({ camel }) => `${camel}RepositoryContract`);
  return {
    scope,
    contracts,
    contractImports: sortedImports([
      ...names.map(({ kebab, camel }) => [`./contract/${kebab}.ts`, [`${camel}RepositoryContract`]] as const),
      ['./contract/opened.ts', ['type Open']],
    ]),
  };
}
