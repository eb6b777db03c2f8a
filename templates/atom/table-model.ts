import { fill, type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AggregateChild, AtomService, Model } from '../../src/system/system.ts';
import { entry, lines } from './code.ts';
import { type Column, childColumns } from './columns.ts';
import { childFields, idTypeOf, inWords, modelsOf, positionOf } from './entity.ts';
import { sortColumnOf } from './query.ts';
import { type RowProperty, rowProperties } from './row-model.ts';
import { sqlId } from './sql-names.ts';

/** A table as the repository reads and writes it. */
export interface TableView {
  readonly pascal: string;
  readonly camel: string;
  readonly table: string;
  readonly rowType: Layout;
  /** All columns but what is only there for the database. */
  readonly columns: Layout;
  readonly values: Layout;
  readonly toRow: Layout;
  readonly fromRow: Layout;
  readonly rules: Layout;
}

export interface ChildTableView extends TableView {
  readonly collection: string;
  readonly collectionPascal: string;
  readonly parent: string;
  readonly parentColumn: string;
  readonly order: string;
  readonly columnsName: string;
  /** All of some roots, by their root. */
  readonly grouped: Layout;
}

export function tableOf(
  service: AtomService,
  model: Model,
  columns: readonly Column[],
  properties: readonly RowProperty[],
): TableView {
  return {
    pascal: model.names.pascal,
    camel: model.names.camel,
    table: sqlId(model.table),
    rowType: lines(properties.flatMap((property) => property.members)),
    columns: fill(commas(columns.map(({ name }) => sqlId(name)))),
    values: fill(commas(columns.map(({ name }) => `@${name}`))),
    toRow: lines(properties.flatMap((property) => property.toRow)),
    fromRow: lines(properties.flatMap((property) => property.fromRow)),
    rules: lines(rulesOf(service, model)),
  };
}

export function childTable(service: AtomService, child: AggregateChild, root: Model): ChildTableView {
  const columns = childColumns(service, child, root);
  const place = child.orderField;
  const position = positionOf(child);
  const properties = rowProperties(child.of, childFields(child), {
    versioned: false,
    ...(place === null || position === undefined ? {} : { place: { column: place, property: position } }),
    parent: { column: child.parentColumn, type: idTypeOf(root) },
  });
  return {
    ...tableOf(service, child.of, columns, properties),
    collection: child.names.camel,
    collectionPascal: child.names.pascal,
    parent: idTypeOf(root),
    parentColumn: sqlId(child.parentColumn),
    order: place === null ? 'id' : sqlId(place),
    columnsName: `\${${child.names.camel}Columns}`,
    grouped: `${child.names.camel}: ${list('Map.groupBy(', [`${child.of.names.camel}Statements.find.all(ids)`, `(row) => row.${sqlId(child.parentColumn)}`], '),')}`,
  };
}

function commas(names: readonly string[]): readonly string[] {
  return names.map((name, index) => (index < names.length - 1 ? `${name},` : name));
}

/** What becomes of a statement that the database refuses: the names of its columns and where they point. */
function rulesOf(service: AtomService, model: Model): readonly Layout[] {
  const tables = new Map(modelsOf(service).map((one) => [one.names.pascal, one]));
  const fields = model.fields.map((field) => entry(sortColumnOf(field), tsString(field.property)));
  const renamed = model.fields.flatMap((field) =>
    sortColumnOf(field) === field.column ? [] : [entry(field.column, tsString(field.property))],
  );
  const references = model.fields.flatMap((field) => {
    if (field.type.kind !== 'ref' || field.type.service !== null) return [];
    const target = tables.get(field.type.model.pascal);
    if (target === undefined) return [];
    const parts = [
      `column: ${tsString(field.column)}`,
      `field: ${tsString(field.property)}`,
      `table: ${tsString(sqlId(target.table))}`,
      `softDelete: ${target.softDelete}`,
    ];
    return [list('{', parts, '}')];
  });
  const taken = model.fields.flatMap((field) => {
    const told = field.unique ? field.messages?.unique : undefined;
    return told === undefined ? [] : [entry(sortColumnOf(field), tsString(told))];
  });
  return [
    `entity: ${tsString(inWords(model.names))},`,
    `table: ${tsString(sqlId(model.table))},`,
    `${list('fields: {', ["id: 'id'", ...fields, ...renamed], '}')},`,
    ...(taken.length === 0 ? [] : [`${list('taken: {', taken, '}')},`]),
    `${list('references: [', references, ']', { broken: references.length > 1 })},`,
  ];
}
