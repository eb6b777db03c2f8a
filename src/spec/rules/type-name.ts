import type { LongType } from '../schema/field.ts';

/** A type as people write it. */
export function typeName(type: LongType): string {
  switch (type.name) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'enum':
      return `enum(${type.values.map(({ value }) => value).join(', ')})`;
    case 'ref':
      return `ref(${type.service === undefined ? '' : `${type.service}.`}${type.model})`;
    case 'shape':
      return type.model;
    case 'list':
      return `[${typeName(type.of)}]`;
    default:
      return type.name;
  }
}
