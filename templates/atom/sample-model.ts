import { type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AggregateChild, AtomService, Field, Model } from '../../src/system/system.ts';
import { lines } from './code.ts';
import { childFields, type Entity, entitiesOf, inWords, positionOf } from './entity.ts';
import { sortedImports } from './import-order.ts';
import { codeOf } from './imports.ts';
import { samplesOf } from './samples.ts';
import { domainLiteral } from './shape.ts';

/** Values of the domain that tests store: sample `n` from 1 to 4, of which the last has nothing that may be missing. */
export interface SampleView {
  readonly imports: Layout;
  readonly pascal: string;
  readonly words: string;
  readonly properties: Layout;
  readonly children: readonly {
    readonly pascal: string;
    readonly words: string;
    readonly properties: Layout;
  }[];
}

export function sampleView(service: AtomService, entity: Entity): SampleView {
  const { model, children } = entity;
  const properties = lines([
    `id: ${idOf(model)},`,
    'version: 1,',
    ...model.fields.map((field) => propertyOf(service, field)),
    ...children.map((child) => `${child.names.camel}: [],`),
    ...(model.audit ? auditProperties : []),
  ]);
  const views = children.map((child) => ({
    pascal: child.of.names.pascal,
    words: inWords(child.of.names),
    properties: lines(childProperties(service, child)),
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

export function idOf(model: Model): string {
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

export function targetOf(service: AtomService, field: Field): Entity | undefined {
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
