import { group, type Layout, line, list, nest } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AggregateChild, Field, Model, Names, Validation } from '../../src/system/system.ts';
import { childFields, type Entity, enumOf, typeOf } from './entity.ts';

type Custom = Extract<Validation, { rule: 'custom' }>;

/** The rules a person writes: one function each, called with the value where there is one. */
export function customRules(field: Field): readonly Names[] {
  return customs(field).map((one) => one.name);
}

function customs(field: Field): readonly Custom[] {
  return field.validations.filter((one): one is Custom => one.rule === 'custom');
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
    ...(child.min > 0 ? [list('...tooFew(', [at, collection, String(child.min)], ')')] : []),
    list('...tooMany(', [at, collection, String(child.max)], ')'),
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
  return customs(field).map(({ name, message }) => {
    const called = `${name.camel}(${value})`;
    const said = message === undefined ? called : group(`${called} &&${nest(line + tsString(message))}`);
    const found = field.nullable
      ? group(`${value} === null${nest(`${line}? undefined${line}: ${said}`)}`)
      : said;
    return list('...faultIn(', [at, tsString(name.snake), found], ')');
  });
}

function propertyOf(child: AggregateChild, name: string): string {
  const field = child.of.fields.find((one) => one.property === name || one.column === name);
  return field?.property ?? name;
}

/** A rule of the user's with the types of all values it is asked about. */
export interface CustomCheck {
  readonly rule: Names;
  readonly types: readonly string[];
  readonly at: string;
}

export function checksOf(entities: readonly Entity[]): readonly CustomCheck[] {
  const found = new Map<string, CustomCheck>();
  for (const { model, children } of entities) {
    for (const owner of [model, ...children.map((child) => child.of)]) {
      for (const field of owner.fields) {
        for (const rule of customRules(field)) {
          const known = found.get(rule.kebab);
          const types = new Set([...(known?.types ?? []), looseType(owner, field)]);
          found.set(rule.kebab, { rule, types: [...types].toSorted(), at: known?.at ?? field.at });
        }
      }
    }
  }
  return [...found.values()];
}

/** An enum's values are text to a rule that may be asked about other fields too. */
function looseType(model: Model, field: Field): string {
  return enumOf(field.type) === undefined
    ? typeOf(model, field)
    : field.type.kind === 'list'
      ? 'readonly string[]'
      : 'string';
}
