import { type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AtomService, Model } from '../../src/system/system.ts';
import { lines } from './code.ts';
import { holdsOf, limitRows, searchedText, tiesOf } from './contract-cases.ts';
import { type Entity, entitiesOf, idTypeOf, inWords, positionOf } from './entity.ts';
import { sortedImports } from './import-order.ts';
import { filterFields, sortKeysOf } from './query.ts';
import { isSampled, targetOf } from './sample-model.ts';
import { samplesOf } from './samples.ts';
import { stringList, uniqueSetsOf } from './test-shape.ts';

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
  const limits = limitRows(model.fields);
  const ranged = filters.filter(({ type }) => isRanged(type.kind));
  const searched = searchedText(model);
  const holds = holdsOf(service, entity, needed);
  const changed = model.fields.find(
    (field) => !field.immutable && field.type.kind !== 'ref' && samplesOf(field).length > 1 && !field.unique,
  );
  const optional = new Set(
    model.fields.filter((one) => one.nullable && one.type.kind === 'ref').map((one) => one.property),
  );
  const uniques = uniqueSetsOf(model).filter((set) => !set.some((one) => optional.has(one)));
  const stamp = model.softDelete ? ', deletion' : '';
  const properties = [
    ...propertiesOf('sortedBy', sorts),
    ...propertiesOf('filteredBy', filters),
    ...propertiesOf('rangedBy', ranged),
  ];
  const needsOthers = needed.length > 0;
  const parts = {
    pascal,
    plural: model.plural.camel,
    pluralWords: tsString(inWords(model.plural)),
    words: tsString(inWords(model.names)),
    missingId: model.idType === 'int' ? '99' : "'no-such-id'",
    stamp,
    counted: model.idType === 'int',
    soft: model.softDelete,
    needsOthers,
    repositories: needsOthers ? 'await prepared(open())' : 'open().repositories',
    repositoriesOfOpened: needsOthers ? 'await prepared(opened)' : 'opened.repositories',
    needed: needed.map((one) => ({ plural: one.model.plural.camel, pascal: one.model.names.pascal })),
    changed: changed === undefined ? [] : [`${changed.property}: sample${pascal}(2).${changed.property},`],
    camel: model.names.camel,
    pluralText: inWords(model.plural),
    hasProperties: properties.length > 0,
    properties: lines(properties),
    hasSorts: sorts.length > 0,
    hasFilters: filters.length > 0,
    hasRanges: ranged.length > 0,
    hasLimits: limits.length > 0,
    limits: list('[', limits, ']', { broken: limits.length > 1 }),
    ...tiesOf(service, model),
    hasSearch: searched !== undefined,
    searched: searched?.property ?? '',
    holds,
    uniques: uniques.map((set) => ({
      title: tsString(`refuses a second one with the same ${set.join(' and ')}`),
      fields: stringList(set),
      same: list(
        '{',
        set.map((one) => `${one}: first.${one}`),
        '}',
      ),
    })),
    references: model.fields.flatMap((field) => {
      const target = targetOf(service, field);
      if (target === undefined) return [];
      const value = field.type.kind === 'ref' && field.type.idType === 'int' ? '99' : "'no-such-id'";
      return [
        {
          title: tsString(`refuses a ${field.property} that is not there`),
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
  const made = holds.flatMap((hold) =>
    hold.makesTarget ? entitiesOf(service).filter((one) => one.model.names.pascal === hold.targetPascal) : [],
  );
  const samples = new Map([...needed, ...made, entity].map((one) => [one.model.names.kebab, one]));
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
          ...(needsOthers ? ['type Opened'] : []),
          ...(sorts.length > 0 || filters.length > 0 || parts.hasTies ? ['allPages'] : []),
          ...(ranged.length > 0 ? ['bounds'] : []),
          ...(sorts.length > 0 || ranged.length > 0 || parts.hasTies ? ['compare'] : []),
        ],
      ],
    ]),
  };
}

/** The properties that a test goes through, if there are any. */
function propertiesOf(name: string, fields: readonly { readonly property: string }[]): readonly Layout[] {
  if (fields.length === 0) return [];
  const properties = fields.map(({ property }) => tsString(property));
  return [`const ${name} = ${list('[', properties, '] as const')};`];
}

function isRanged(kind: string): boolean {
  return ['int', 'float', 'decimal', 'date', 'time', 'datetime'].includes(kind);
}

function isReference(model: Model, property: string): boolean {
  return model.fields.some((field) => field.property === property && field.type.kind === 'ref');
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
