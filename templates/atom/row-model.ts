import { type Layout, list } from '../../src/render/layout.ts';
import type { Field, Model } from '../../src/system/system.ts';
import { conditional, entry, member } from './code.ts';
import { idTypeOf, typeOf } from './entity.ts';
import { decimalSortColumn } from './query.ts';
import { isListOfBytes } from './shape.ts';

/** A property of the domain and its columns: their types, and the way there and back. */
export interface RowProperty {
  readonly members: readonly Layout[];
  readonly toRow: readonly Layout[];
  readonly fromRow: readonly Layout[];
}

export interface RowOptions {
  readonly versioned: boolean;
  readonly place?: { readonly column: string; readonly property: string };
  readonly parent?: { readonly column: string; readonly type: string };
}

export function rowProperties(
  model: Model,
  fields: readonly Field[],
  { versioned, place, parent }: RowOptions,
): readonly RowProperty[] {
  const owner = model.names.camel;
  return [
    same('id', 'id', idTypeOf(model), owner),
    ...(parent === undefined
      ? []
      : [
          {
            members: [`readonly ${parent.column}: ${parent.type};`],
            toRow: [`${parent.column}: rootId,`],
            fromRow: [],
          },
        ]),
    ...(place === undefined ? [] : [same(place.column, place.property, 'number', owner)]),
    ...(versioned ? [same('version', 'version', 'number', owner)] : []),
    ...fields.map((field) => fieldProperty(model, field)),
    ...(versioned && model.audit ? auditProperties(owner) : []),
  ];
}

function auditProperties(owner: string): readonly RowProperty[] {
  return [
    same('created_at', 'createdAt', 'string', owner),
    same('created_by', 'createdBy', 'string | null', owner),
    same('updated_at', 'updatedAt', 'string', owner),
    same('updated_by', 'updatedBy', 'string | null', owner),
  ];
}

function same(column: string, property: string, type: string, owner: string): RowProperty {
  return {
    members: [`readonly ${column}: ${type};`],
    toRow: [`${column}: ${owner}.${property},`],
    fromRow: [`${property}: row.${column},`],
  };
}

function fieldProperty(model: Model, field: Field): RowProperty {
  const { column, property, type, nullable } = field;
  const value = `${model.names.camel}.${property}`;
  const orNull = nullable ? ['null'] : [];
  const called = (name: string, argument: string) => list(`${name}(`, [argument], ')');
  switch (type.kind) {
    case 'bool':
      return {
        members: [member(column, ['number', ...orNull])],
        toRow: [`${column}: ${called('bit', value)},`],
        fromRow: [`${property}: ${called('flag', `row.${column}`)},`],
      };
    case 'json':
    case 'list': {
      const [write, read] = jsonCalls(field);
      return {
        members: [member(column, ['string', ...orNull])],
        toRow: [`${column}: ${called(write, value)},`],
        fromRow: [`${property}: ${called(read, `row.${column}`)},`],
      };
    }
    case 'decimal': {
      const key = decimalSortColumn(column);
      const name = `${model.names.camel}${field.names.pascal}Key`;
      const made = nullable
        ? conditional(`${value} === null`, 'null', `${name}(${value})`)
        : ` ${called(name, value)}`;
      return {
        members: [member(column, ['string', ...orNull]), member(key, ['string', ...orNull])],
        toRow: [`${entry(column, value)},`, `${key}:${made},`],
        fromRow: [`${entry(property, `row.${column}`)},`],
      };
    }
    default:
      return {
        members: [member(column, [typeOf(model, field), ...orNull])],
        toRow: [`${entry(column, value)},`],
        fromRow: [`${entry(property, `row.${column}`)},`],
      };
  }
}

function jsonCalls({ type, nullable }: Field): readonly [string, string] {
  if (isListOfBytes(type)) return ['toBase64List', 'fromBase64List'];
  return nullable ? ['toJson', 'fromJson'] : ['JSON.stringify', 'JSON.parse'];
}
