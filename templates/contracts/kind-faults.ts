import type { Layout } from '../../src/render/layout.ts';
import type { Field, FieldType } from '../../src/system/system.ts';

export interface Fault {
  readonly why: string;
  readonly value: Layout;
}

/** Values of another kind than the field's: what is said of each is what it is instead. */
export function kindFaults({ type, nullable }: Field): readonly Fault[] {
  const ofNull = nullable || type.kind === 'json' ? [] : [fault('null', 'null')];
  return [...typeFaults(type), ...ofNull];
}

function typeFaults(type: FieldType): readonly Fault[] {
  switch (type.kind) {
    case 'string':
    case 'text':
      return [fault('a number', '1')];
    case 'email':
    case 'url':
    case 'phone':
      return [fault('nonsense', "'nonsense'")];
    case 'slug':
      return [fault('capitals and a blank', "'No Slug'")];
    case 'int':
      return [fault('a fraction', '1.5'), fault('a text', "'1'")];
    case 'float':
      return [fault('a text', "'1'")];
    case 'decimal':
      return [fault('a number', '1'), fault('a decimal comma', "'1,5'")];
    case 'bool':
      return [fault('a text', "'true'")];
    case 'date':
      return [fault('a day that there is not', "'2026-02-30'")];
    case 'time':
      return [fault('an hour that there is not', "'24:00:00'")];
    case 'datetime':
      return [fault('a moment without a time zone', "'2026-03-01T08:00:00'")];
    case 'duration':
      return [fault('words', "'1 day'")];
    case 'uuid':
      return [fault('nonsense', "'nonsense'")];
    case 'enum':
      return [fault('a value that it does not have', "'nobody-knows-this'")];
    case 'bytes':
      return [fault('what is no base64', "'!'")];
    case 'json':
      return type.schema === null ? [] : [fault('what its schema does not allow', "'nonsense'")];
    case 'ref':
      return [fault('what is no id', type.idType === 'int' ? "'nonsense'" : '{}')];
    case 'list':
      return [fault('what is no list', "'nonsense'"), fault('an entry of another kind', '[{}]')].slice(
        0,
        type.of.kind === 'json' ? 1 : 2,
      );
  }
}

function fault(why: string, value: Layout): Fault {
  return { why, value };
}
