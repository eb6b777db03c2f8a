import { after, call, type Layout, list } from '../../src/render/layout.ts';
import { tsLiteral, tsString } from '../../src/render/literals.ts';
import type { Field, FieldType, IdType, Validation } from '../../src/system/system.ts';
import { normalValue } from '../atom/normal.ts';

/** A piece of generated code, and the functions of `fields.ts` and `query.ts` that it calls. */
export interface Code {
  readonly text: Layout;
  readonly uses: readonly string[];
}

type TextBuilder = 'text' | 'email' | 'url' | 'slug' | 'phone';

/** The zod schema of a field with all its validations: `text({ minLength: 3, maxLength: 40 })`. */
export function fieldSchema(field: Field): Code {
  return schemaOf(field.type, field.validations, {
    isRequired: field.required,
    message: field.messages?.required,
  });
}

/** Whether it must be given, and what people are told where it is not. */
interface Presence {
  readonly isRequired: boolean;
  readonly message?: string | undefined;
}

const OPTIONAL: Presence = { isRequired: false };

/** The schema of a value of the type, without the field's validations: for conditions of a list. */
export function plainSchema(type: FieldType): Code {
  return schemaOf(type, [], OPTIONAL);
}

/** The schema of a value as it is read: any JSON may have been stored before there was a schema for it. */
export function readSchema(type: FieldType): Code {
  return type.kind === 'json' ? built('json', []) : plainSchema(type);
}

export function idSchema(idType: IdType, more: readonly Layout[] = []): Code {
  switch (idType) {
    case 'uuid':
      return built('uuid', more);
    case 'int':
      return built('int', ['min: 1', ...more]);
    case 'string':
      return built('text', ['minLength: 1', 'maxLength: 100', ...more]);
  }
}

function schemaOf(type: FieldType, validations: readonly Validation[], presence: Presence): Code {
  const needed = presenceRule(presence);
  switch (type.kind) {
    case 'string':
    case 'text':
    case 'email':
    case 'url':
    case 'slug':
    case 'phone':
      return built(textBuilder(type.kind, validations), textRules(type.kind, validations, presence));
    case 'decimal':
      return built('decimal', [
        `precision: ${type.precision}`,
        `scale: ${type.scale}`,
        ...needed,
        ...boundRules(type, validations),
        ...oneOfRule(validations),
      ]);
    case 'int':
    case 'float':
    case 'date':
    case 'time':
    case 'datetime':
    case 'duration':
      return built(type.kind, [...needed, ...boundRules(type, validations), ...oneOfRule(validations)]);
    case 'bool':
      return built(type.kind, needed);
    case 'uuid':
      return built(type.kind, [...needed, ...oneOfRule(validations)]);
    case 'enum':
      return calling('choice', tsLiteral(type.values.map(({ value }) => value)), needed);
    case 'bytes':
      return built('bytes', [`maxBytes: ${type.maxBytes}`, ...needed]);
    case 'json':
      return type.schema === null ? built('json', needed) : calling('jsonOf', tsLiteral(type.schema), needed);
    case 'ref':
      return idSchema(type.idType, needed);
    case 'list':
      return listSchema(type.of, validations, needed);
  }
}

/** Of what stays as it was created: any value is refused. */
export function fixedSchema(message: string): Layout {
  return list('fixed(', [tsString(message)], ')');
}

function built(builder: string, rules: readonly Layout[]): Code {
  return { text: rules.length === 0 ? `${builder}()` : list(`${builder}({`, rules, '})'), uses: [builder] };
}

function calling(builder: string, value: Layout, rules: readonly Layout[]): Code {
  const options = rules.length === 0 ? [] : [list('{', rules, '}')];
  const text = options.length === 0 ? `${builder}(${value})` : call(builder, [value, ...options]);
  return { text, uses: [builder] };
}

function listSchema(of: FieldType, validations: readonly Validation[], needed: readonly Layout[]): Code {
  const entry = schemaOf(of, [], OPTIONAL);
  const rules = [...needed, ...lengthRules(validations, 'minItems', 'maxItems')];
  const args = rules.length === 0 ? [entry.text] : [entry.text, list('{', rules, '}')];
  return { text: call('list', args), uses: ['list', ...entry.uses] };
}

function textBuilder(kind: FieldType['kind'], validations: readonly Validation[]): TextBuilder {
  if (kind === 'email' || kind === 'url' || kind === 'slug' || kind === 'phone') return kind;
  return validations.find(isFormat)?.rule ?? 'text';
}

function isFormat(validation: Validation): validation is Extract<Validation, { rule: 'email' | 'url' }> {
  return validation.rule === 'email' || validation.rule === 'url';
}

/** A text that must be given must not be empty, unless the spec says how short it may be. */
function textRules(kind: string, validations: readonly Validation[], presence: Presence): readonly Layout[] {
  const rules = new Set(validations.map((validation) => validation.rule));
  const plain = kind === 'string' || kind === 'text';
  const decided = ['min_len', 'pattern', 'one_of', 'email', 'url'] as const;
  const isFilled = plain && presence.isRequired && !decided.some((rule) => rules.has(rule));
  const format = validations.find(isFormat)?.message;
  return [
    ...presenceRule(presence),
    ...(format === undefined ? [] : [property('format', tsString(format))]),
    ...(isFilled ? [ruled('minLength', '1', presence.message)] : []),
    ...lengthRules(validations, 'minLength', 'maxLength'),
    ...patternRule(validations),
    ...oneOfRule(validations),
  ];
}

function presenceRule({ message }: Presence): readonly Layout[] {
  return message === undefined ? [] : [property('required', tsString(message))];
}

function patternRule(validations: readonly Validation[]): readonly Layout[] {
  const patterns = validations.filter((one) => one.rule === 'pattern');
  const [first, ...others] = patterns;
  if (first === undefined) return [];
  if (others.length === 0) return [ruled('pattern', tsString(first.value), first.message)];
  const all = patterns.map(({ value, message }) =>
    message === undefined ? tsString(value) : told(tsString(value), message),
  );
  return [`pattern: ${list('[', all, ']')}`];
}

function lengthRules(validations: readonly Validation[], min: string, max: string): readonly Layout[] {
  return validations.flatMap((one) => {
    if (one.rule === 'min_len') return [ruled(min, String(one.value), one.message)];
    return one.rule === 'max_len' ? [ruled(max, String(one.value), one.message)] : [];
  });
}

function boundRules(type: FieldType, validations: readonly Validation[]): readonly Layout[] {
  return validations.flatMap((one) => {
    if (one.rule !== 'min' && one.rule !== 'max') return [];
    const name = one.exclusive ? { min: 'above', max: 'below' }[one.rule] : one.rule;
    // A bound of a decimal may be finer than what is stored.
    const bound = type.kind === 'decimal' ? one.value : normalValue(type, one.value);
    return [ruled(name, tsLiteral(bound), one.message)];
  });
}

function oneOfRule(validations: readonly Validation[]): readonly Layout[] {
  return validations.flatMap((one) =>
    one.rule === 'one_of' ? [ruled('oneOf', tsLiteral(one.values), one.message)] : [],
  );
}

/** `minLength: 3`, or `minLength: { is: 3, message: '...' }`. */
function ruled(name: string, value: Layout, message: string | undefined): Layout {
  if (message !== undefined) return `${name}: ${told(value, message)}`;
  return value.startsWith("'") ? property(name, value) : `${name}: ${value}`;
}

function told(value: Layout, message: string): Layout {
  return list('{', [`is: ${value}`, property('message', tsString(message))], '}');
}

/** A text goes to the next line where it does not fit behind its name. */
function property(name: string, text: Layout): Layout {
  return `${name}:${after(text)}`;
}
