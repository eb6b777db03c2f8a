import type { Json } from '../../src/json/json.ts';
import type { FieldType } from '../../src/system/system.ts';
import { normalDecimal } from './decimal-key.ts';

/** A value of the spec in the one spelling that is stored and compared: `12.5` -> `12.50`, `17:00` -> `17:00:00`. */
export function normalValue(type: FieldType, value: Json): Json {
  if (Array.isArray(value) && type.kind === 'list')
    return value.map((one: Json) => normalValue(type.of, one));
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  switch (type.kind) {
    case 'decimal':
      return normalDecimal(String(value), type.scale);
    case 'time':
      return /^\d\d:\d\d$/.test(String(value)) ? `${value}:00` : value;
    case 'datetime':
      return normalInstant(String(value));
    case 'uuid':
      return String(value).toLowerCase();
    default:
      return value;
  }
}

function normalInstant(text: string): string {
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? text : instant.toISOString();
}
