import type { Json } from '../../src/json/json.ts';
import { after, hardline, type Layout, list, union } from '../../src/render/layout.ts';
import { docComment, tsLiteral, tsString } from '../../src/render/literals.ts';
import type { Field, FieldType, Model } from '../../src/system/system.ts';
import { entry, member, orElse } from './code.ts';
import { enumConstantOf, enumNameOf, enumOf, typeOf } from './entity.ts';
import { normalValue } from './normal.ts';

/** The constant and the union of each enum a model has. */
export function enumsOf(model: Model): readonly Layout[] {
  return model.fields.flatMap((field) => {
    const found = enumOf(field.type);
    if (found === undefined) return [];
    const constant = enumConstantOf(model, field);
    const values = found.values.map(({ value }) => tsString(value));
    return [
      `${list(`export const ${constant} = [`, values, '] as const;')}${hardline}` +
        `export type ${enumNameOf(model, field)} = (typeof ${constant})[number];`,
    ];
  });
}

export function propertyMembers(model: Model, fields: readonly Field[]): readonly Layout[] {
  return fields.map((field) => {
    const type = typeOf(model, field);
    const declaration = member(
      field.property,
      field.nullable && type !== 'unknown' ? [type, 'null'] : [type],
    );
    return field.help === '' ? declaration : docComment(field.help) + hardline + declaration;
  });
}

/** A property of what is given to create or change: `undefined` is as good as left out. */
export function inputMember(model: Model, field: Field, optional: boolean): Layout {
  const type = typeOf(model, field);
  if (type === 'unknown') return member(field.property, [type], { optional });
  const types = [type, ...(field.nullable ? ['null'] : []), ...(optional ? ['undefined'] : [])];
  return member(field.property, types, { optional });
}

export function changeable(fields: readonly Field[]): readonly Field[] {
  return fields.filter((field) => !field.immutable);
}

/** `status: input.status ?? 'draft',` */
export function createdProperty(field: Field): Layout {
  const { property } = field;
  const fallback = defaultOf(field);
  if (field.required && field.default === undefined) return `${entry(property, `input.${property}`)},`;
  if (field.nullable && fallback !== null)
    return `${list(`${property}: kept(`, [`input.${property}`, defaultText(field)], ')')},`;
  const { type } = field;
  return (type.kind === 'bytes' || isListOfBytes(type)) && fallback !== null
    ? `${property}: input.${property} ?? ${defaultText(field)},`
    : orElse(property, `input.${property}`, fallback);
}

/** `name: kept(changes.name, current.name),` */
export function changedProperty(field: Field): Layout {
  const { property } = field;
  return `${list(`${property}: kept(`, [`changes.${property}`, `current.${property}`], ')')},`;
}

export function defaultOf(field: Field): Json {
  return field.default === undefined ? null : normalValue(field.type, field.default);
}

function defaultText(field: Field): Layout {
  return domainLiteral(field.type, defaultOf(field));
}

/** A value as the domain holds it: JSON's base64 is bytes there. */
export function domainLiteral(type: FieldType, value: Json): Layout {
  if (type.kind === 'bytes' && typeof value === 'string') {
    return `new Uint8Array(Buffer.from(${tsString(value)}, 'base64'))`;
  }
  if (type.kind === 'list' && isListOfBytes(type) && Array.isArray(value)) {
    const entries = value.map((entry: Json) => domainLiteral(type.of, entry));
    return list('[', entries, ']');
  }
  return tsLiteral(value);
}

export function isListOfBytes(type: FieldType): boolean {
  return type.kind === 'list' && type.of.kind === 'bytes';
}

export function alternatives(types: readonly string[]): Layout {
  if (types.length === 0) return ' never';
  return types.length === 1 ? after(types[0] ?? '') : union(types);
}
