import { printCel } from '../../src/cel/print.ts';
import type { RuleResult, Scope, ValueType, Variable } from '../../src/cel/types.ts';
import type { AggregateChild, Field, FieldType, Model } from '../../src/system/system.ts';
import { childFields, type Entity, positionOf } from './entity.ts';

/** An invariant in TypeScript, over the fields of the root and its collections, by their names in the spec. */
export function printRule(rule: string, entity: Entity): RuleResult {
  return printCel(rule, scopeOf(entity));
}

function scopeOf({ model, children }: Entity): Scope {
  return {
    variables: new Map([
      ...fieldsOf(model.fields),
      ...children.flatMap((child) => named(child.names, collectionOf(child))),
      ...named({ snake: 'id', camel: 'id' }, { printed: 'id', type: idOf(model) }),
    ]),
  };
}

function collectionOf(child: AggregateChild): Variable {
  const position = positionOf(child);
  const place: readonly Entry[] =
    position === undefined || child.orderField === null
      ? []
      : named(
          { snake: child.orderField, camel: position },
          { printed: position, type: { kind: 'int', nullable: false } },
        );
  const fields = new Map([
    ...fieldsOf(childFields(child)),
    ...place,
    ['id', { printed: 'id', type: idOf(child.of) }] as const,
  ]);
  return {
    printed: child.names.camel,
    type: { kind: 'list', of: { kind: 'object', fields, nullable: false }, nullable: false },
  };
}

type Entry = readonly [string, Variable];

function fieldsOf(fields: readonly Field[]): readonly Entry[] {
  return fields.flatMap((field) =>
    named(field.names, { printed: field.property, type: typeOf(field.type, field.nullable) }),
  );
}

/** As the spec writes it, and as TypeScript does. */
function named(
  names: { readonly snake: string; readonly camel: string },
  variable: Variable,
): readonly Entry[] {
  const both = new Set([names.snake, names.camel]);
  return [...both].map((name) => [name, variable]);
}

function idOf(model: Model): ValueType {
  return { kind: model.idType === 'int' ? 'int' : 'string', nullable: false };
}

function typeOf(type: FieldType, nullable: boolean): ValueType {
  switch (type.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'decimal':
    case 'date':
    case 'time':
    case 'datetime':
    case 'duration':
      return { kind: type.kind, nullable };
    case 'enum':
      return { kind: 'enum', values: type.values.map(({ value }) => value), nullable };
    case 'list':
      return { kind: 'list', of: typeOf(type.of, false), nullable };
    case 'json':
    case 'bytes':
      return { kind: 'opaque', nullable };
    case 'ref':
      return { kind: type.idType === 'int' ? 'int' : 'string', nullable };
    default:
      return { kind: 'string', nullable };
  }
}
