import { type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { Field } from '../../src/system/system.ts';
import { ruleCases } from '../contracts/rule-cases.ts';

/** Rows of a table of what people are told: the field, a value that is refused, the words. */
export function toldRows(fields: readonly Field[]): readonly Layout[] {
  return fields.flatMap((field) => {
    const missing = field.messages?.required;
    const faults = [
      ...(missing === undefined || !field.required ? [] : [{ broken: 'undefined', told: missing }]),
      ...ruleCases(field),
    ];
    return faults.flatMap(({ broken, told }) =>
      told === undefined ? [] : [list('[', [tsString(field.property), broken, tsString(told)], ']')],
    );
  });
}
