import { call, group, ifBroken, type Layout, line, list, nest, softline } from '../../src/render/layout.ts';
import { sqlString, tsString } from '../../src/render/literals.ts';
import type { AtomService, Field, Model } from '../../src/system/system.ts';
import { lines } from './code.ts';
import { type Column, rootColumns } from './columns.ts';
import { type Entity, idTypeOf, inWords, modelsOf } from './entity.ts';
import { from, sortedImports } from './import-order.ts';
import { codeOf } from './imports.ts';
import { filterFields, sortColumnOf, sortKeysOf } from './query.ts';
import { rowProperties } from './row-model.ts';
import { sqlId } from './sql-names.ts';
import { type ChildTableView, childTable, type TableView, tableOf } from './table-model.ts';

export interface RepositoryView extends RepositoryParts {
  readonly imports: Layout;
}

interface RepositoryParts extends TableView {
  readonly idType: 'string' | 'number';
  readonly counted: boolean;
  readonly sequence: string;
  readonly words: string;
  readonly assignments: Layout;
  readonly live: string;
  readonly soft: boolean;
  readonly deletion: string;
  /** What may not point at a row that is to be marked as deleted. */
  readonly referrers: readonly string[];
  readonly referred: boolean;
  readonly refusal: string;
  readonly deleteHead: string;
  readonly deleteValues: Layout;
  readonly where: Layout;
  readonly sortColumns: Layout;
  readonly find: Layout;
  readonly verify: readonly string[];
  readonly decimals: readonly Layout[];
  readonly children: readonly ChildTableView[];
  readonly aggregate: boolean;
  readonly fromHead: Layout;
  readonly loaded: Layout;
}

export function repositoryView(service: AtomService, entity: Entity, scope: string): RepositoryView {
  const parts = partsOf(service, entity);
  return { ...parts, imports: importsOf(entity, scope, codeOf(parts), parts.referred) };
}

function partsOf(service: AtomService, entity: Entity): RepositoryParts {
  const { model, children } = entity;
  const { pascal } = model.names;
  const columns = rootColumns(service, model).filter((column) => column.name !== 'deleted_at');
  const views = children.map((child) => childTable(service, child, model));
  const referrers = model.softDelete ? referrersOf(service, model) : [];
  return {
    ...tableOf(service, model, columns, rowProperties(model, model.fields, { versioned: true })),
    idType: idTypeOf(model),
    counted: model.idType === 'int',
    sequence: sqlString(model.table),
    words: tsString(inWords(model.names)),
    assignments: lines(assignmentsOf(model, columns)),
    live: model.softDelete ? ' AND deleted_at IS NULL' : '',
    soft: model.softDelete,
    deletion: deletionOf(model),
    referrers,
    referred: referrers.length > 0,
    refusal: referrers.length > 0 ? 'notRemoved' : 'notSaved',
    deleteHead: `async delete(id, expectedVersion${model.softDelete ? ', stamp' : ''}) {`,
    deleteValues: list(
      '',
      ['id', 'expected_version: expectedVersion', ...(model.softDelete ? ['...stamp'] : [])],
      '',
    ),
    where: whereOf(service, model),
    sortColumns: sortColumnsOf(service, model),
    verify: pointsAtSoftDeleted(service, model) ? ['guarded.verify(row);'] : [],
    find: list(
      `const find = db.prepare<[${idTypeOf(model)}], ${pascal}Row>(`,
      [
        `\`SELECT \${columns} FROM ${sqlId(model.table)} WHERE id = ?${model.softDelete ? ' AND deleted_at IS NULL' : ''}\``,
      ],
      ');',
    ),
    decimals: [model, ...children.map((child) => child.of)].flatMap(decimalKeys),
    children: views,
    aggregate: children.length > 0,
    fromHead: list(
      `function to${pascal}(`,
      [`row: ${pascal}Row`, ...views.map((view) => `${view.collection}: readonly ${view.pascal}Row[]`)],
      `): ${pascal} {`,
    ),
    loaded: mapped(
      'rows.map((row) =>',
      call(`to${pascal}`, ['row', ...views.map((view) => `children.${view.collection}.get(row.id) ?? []`)]),
    ),
  };
}

/** A row that is only marked as deleted keeps its foreign keys: that nothing points at it is asked for here. */
function referrersOf(service: AtomService, target: Model): readonly string[] {
  return modelsOf(service).flatMap((model) =>
    model.fields.flatMap(({ type, column }) => {
      if (type.kind !== 'ref' || type.service !== null || type.model.pascal !== target.names.pascal)
        return [];
      const live = model.softDelete ? ' AND deleted_at IS NULL' : '';
      const other = model.names.pascal === target.names.pascal ? ' AND id <> @id' : '';
      return [`SELECT 1 FROM ${sqlId(model.table)} WHERE ${sqlId(column)} = @id${live}${other}`];
    }),
  );
}

/** `rows.map((row) => called)`. */
function mapped(open: string, called: Layout): Layout {
  return `${open}${group(`${nest(line + called)}${ifBroken(',')}${softline}`)})`;
}

function pointsAtSoftDeleted(service: AtomService, model: Model): boolean {
  const soft = new Set(
    modelsOf(service)
      .filter((one) => one.softDelete)
      .map((one) => one.names.pascal),
  );
  return model.fields.some(
    ({ type }) => type.kind === 'ref' && type.service === null && soft.has(type.model.pascal),
  );
}

function sortColumnsOf(service: AtomService, model: Model): Layout {
  const keys = sortKeysOf(service, model).map((key) =>
    list(`${key.property}: {`, [`column: ${tsString(sqlId(key.column))}`, `nullable: ${key.nullable}`], '}'),
  );
  return list('{', keys, '}', { broken: true });
}

/** What an update sets: neither the id, nor who made it when, nor what may not change. */
function assignmentsOf(model: Model, columns: readonly Column[]): readonly string[] {
  const fixed = new Set([
    'id',
    'created_at',
    'created_by',
    ...model.fields
      .filter((field) => field.immutable)
      .flatMap((field) => [field.column, sortColumnOf(field)]),
  ]);
  const names = columns.map(({ name }) => name).filter((name) => !fixed.has(name));
  return names.map((name, index) => `${sqlId(name)} = @${name}${index < names.length - 1 ? ',' : ''}`);
}

function deletionOf(model: Model): string {
  if (!model.softDelete) return `DELETE FROM ${sqlId(model.table)}`;
  const audit = model.audit ? ', updated_at = @now, updated_by = @by' : '';
  return `UPDATE ${sqlId(model.table)} SET deleted_at = @now, version = version + 1${audit}`;
}

function whereOf(service: AtomService, model: Model): Layout {
  const searched = model.fields
    .filter((field) => field.searchable)
    .map((field) => tsString(sqlId(field.column)));
  const clauses = [
    ...(model.softDelete ? ['notDeleted'] : []),
    ...filterFields(service, model).map((field) => condition(model, field)),
    ...(searched.length > 0 ? [list('...searching(', [list('[', searched, ']'), 'query.search'], ')')] : []),
  ];
  return list('where: [', clauses, '],');
}

function condition(model: Model, field: Field): Layout {
  const column = tsString(sqlId(sortColumnOf(field)));
  const given = `query.filter.${field.property}`;
  if (field.type.kind === 'list') return list('...containing(', [column, given], ')');
  const stored =
    field.type.kind === 'decimal' ? [keyName(model, field)] : field.type.kind === 'bool' ? ['bit'] : [];
  return list('...meeting(', [column, given, ...stored], ')');
}

export function keyName(model: Model, field: Field): string {
  return `${model.names.camel}${field.names.pascal}Key`;
}

/** Functions that give the key a decimal is compared by. */
function decimalKeys(model: Model): readonly Layout[] {
  return model.fields.flatMap((field) => {
    if (field.type.kind !== 'decimal') return [];
    const { precision, scale } = field.type;
    const called = list('decimalSortKey(', ['value', `{ precision: ${precision}, scale: ${scale} }`], ')');
    return [`const ${keyName(model, field)} = (value: string) =>${group(nest(line + called))};`];
  });
}

function importsOf({ model, children }: Entity, scope: string, code: string, isReferred: boolean): Layout {
  const referenceError = isReferred ? ['ReferenceViolation'] : [];
  const { pascal, kebab } = model.names;
  const uses = (name: string) => (new RegExp(`(?<![\\w]|[^.]\\.)${name}\\b`).test(code) ? [name] : []);
  const aggregate = children.length > 0;
  const enums = [model, ...children.map((child) => child.of)].flatMap((one) =>
    one.fields.flatMap((field) =>
      code.includes(`${one.names.pascal}${field.names.pascal}`) && isEnum(field)
        ? [`type ${one.names.pascal}${field.names.pascal}`]
        : [],
    ),
  );
  return sortedImports([
    ...from(`${scope}/kit/decimal`, uses('decimalSortKey')),
    ...from(`${scope}/kit/sqlite`, ['type Database', ...(aggregate ? ['transaction'] : [])]),
    ...from('../../domain/errors.ts', ['NotFound', 'StaleVersion', ...referenceError]),
    ...from(`../../domain/${kebab}.ts`, [
      `type ${pascal}`,
      `type ${pascal}Repository`,
      `type ${pascal}SortKey`,
      ...children.map((child) => `type ${child.of.names.pascal}`),
      ...enums,
    ]),
    ...(aggregate ? from('./children.ts', ['difference']) : []),
    ...from('./refusals.ts', ['guard', 'type Rules']),
    ...from('./select.ts', [
      ...uses('containing'),
      ...uses('meeting'),
      ...(model.softDelete ? ['notDeleted'] : []),
      'page',
      ...uses('searching'),
      ...(aggregate ? ['snapshot'] : []),
      'type SortColumn',
    ]),
    ...from(
      './values.ts',
      ['bit', 'flag', 'fromBase64List', 'fromJson', 'toBase64List', 'toJson'].flatMap(uses),
    ),
  ]);
}

function isEnum(field: Field): boolean {
  return field.type.kind === 'enum' || (field.type.kind === 'list' && field.type.of.kind === 'enum');
}
