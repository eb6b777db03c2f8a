import { group, type Layout, line, list, nest } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AggregateChild, Field, Names, Validation } from '../../src/system/system.ts';
import { childFields, type Entity } from './entity.ts';

type Custom = Extract<Validation, { rule: 'custom' }>;

/** The rules a person writes: one function each, called with the value where there is one. */
export function customRules(field: Field): readonly Names[] {
  return field.validations.filter((one): one is Custom => one.rule === 'custom').map((one) => one.name);
}

/** What gathers the faults of an entity: its own custom rules, then what is wrong with its children. */
export function rootFaults({ model, children }: Entity): readonly Layout[] {
  const { camel } = model.names;
  return [
    ...model.fields.flatMap((field) => faultsOf(field, camel, tsString(field.property))),
    ...children.flatMap((child) => childrenFaults(child, camel)),
  ];
}

function childrenFaults(child: AggregateChild, root: string): readonly Layout[] {
  const collection = `${root}.${child.names.camel}`;
  const at = tsString(child.names.camel);
  return [
    `...tooMany(${at}, ${collection}, ${child.max})`,
    ...child.unique.map((properties) =>
      list(
        '...repeated(',
        [
          at,
          collection,
          list(
            '[',
            properties.map((one) => tsString(propertyOf(child, one))),
            ']',
          ),
        ],
        ')',
      ),
    ),
    ...(hasCustomRules(child) ? [`...${collection}.flatMap(${child.of.names.camel}Faults)`] : []),
  ];
}

export function hasCustomRules(child: AggregateChild): boolean {
  return childFields(child).some((field) => customRules(field).length > 0);
}

/** Of one child: `prices.2.sku`. */
export function childFaults(child: AggregateChild): Layout {
  const { camel } = child.of.names;
  const faults = childFields(child).flatMap((field) =>
    faultsOf(field, camel, `\`${child.names.camel}.\${index}.${field.property}\``),
  );
  return list('[', faults, ']');
}

function faultsOf(field: Field, owner: string, at: string): readonly Layout[] {
  const value = `${owner}.${field.property}`;
  return customRules(field).map((rule) => {
    const called = `${rule.camel}(${value})`;
    const message = field.nullable
      ? group(`${value} === null${nest(`${line}? undefined${line}: ${called}`)}`)
      : called;
    return list('...faultIn(', [at, tsString(rule.snake), message], ')');
  });
}

function propertyOf(child: AggregateChild, name: string): string {
  const field = child.of.fields.find((one) => one.property === name || one.column === name);
  return field?.property ?? name;
}
