import type { Json } from '../../src/json/json.ts';
import { call, type Layout, list } from '../../src/render/layout.ts';
import { tsLiteral, tsString } from '../../src/render/literals.ts';
import type { Field, FieldType, IdType, Validation } from '../../src/system/system.ts';

/** A piece of generated code, and the functions of `fields.ts` and `query.ts` that it calls. */
export interface Code {
  readonly text: Layout;
  readonly uses: readonly string[];
}

type TextBuilder = 'text' | 'email' | 'url' | 'slug' | 'phone';

/** The zod schema of a field with all its validations: `text({ minLength: 3, maxLength: 40 })`. */
export function fieldSchema(field: Field): Code {
  return schemaOf(field.type, field.validations, field.required);
}

/** The schema of a value of the type, without the field's validations: for conditions of a list. */
export function plainSchema(type: FieldType): Code {
  return schemaOf(type, [], false);
}

/** The schema of a value as it is read: any JSON may have been stored before there was a schema for it. */
export function readSchema(type: FieldType): Code {
  return type.kind === 'json' ? built('json', []) : plainSchema(type);
}

export function idSchema(idType: IdType): Code {
  switch (idType) {
    case 'uuid':
      return built('uuid', []);
    case 'int':
      return built('int', ['min: 1']);
    case 'string':
      return built('text', ['minLength: 1', 'maxLength: 100']);
  }
}

function schemaOf(type: FieldType, validations: readonly Validation[], required: boolean): Code {
  switch (type.kind) {
    case 'string':
    case 'text':
    case 'email':
    case 'url':
    case 'slug':
    case 'phone':
      return built(textBuilder(type.kind, validations), textRules(type.kind, validations, required));
    case 'int':
    case 'float':
      return built(type.kind, [...boundRules(validations), ...oneOfRule(validations)]);
    case 'decimal':
      return built('decimal', [
        `precision: ${type.precision}`,
        `scale: ${type.scale}`,
        ...boundRules(validations),
        ...oneOfRule(validations),
      ]);
    case 'date':
    case 'time':
    case 'datetime':
    case 'duration':
      return built(type.kind, [...boundRules(validations), ...oneOfRule(validations)]);
    case 'bool':
    case 'uuid':
      return built(type.kind, []);
    case 'enum':
      return {
        text: `choice(${list(
          '[',
          type.values.map(({ value }) => tsString(value)),
          ']',
        )})`,
        uses: ['choice'],
      };
    case 'bytes':
      return built('bytes', bytesRules(type.maxBytes, validations));
    case 'json':
      return type.schema === null
        ? built('json', [])
        : { text: `jsonOf(${tsLiteral(type.schema)})`, uses: ['jsonOf'] };
    case 'ref':
      return idSchema(type.idType);
    case 'list':
      return listSchema(type.of, validations);
  }
}

function built(builder: string, rules: readonly Layout[]): Code {
  return { text: rules.length === 0 ? `${builder}()` : list(`${builder}({`, rules, '})'), uses: [builder] };
}

function listSchema(of: FieldType, validations: readonly Validation[]): Code {
  const entry = schemaOf(of, [], false);
  const rules = lengthRules(validations, 'minItems', 'maxItems');
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
function textRules(kind: string, validations: readonly Validation[], required: boolean): readonly Layout[] {
  const rules = new Set(validations.map((validation) => validation.rule));
  const plain = kind === 'string' || kind === 'text';
  const decided = ['min_len', 'pattern', 'one_of', 'email', 'url'] as const;
  const implied = plain && required && !decided.some((rule) => rules.has(rule)) ? ['minLength: 1'] : [];
  const patterns = validations.flatMap((one) => (one.rule === 'pattern' ? [tsString(one.value)] : []));
  return [
    ...implied,
    ...lengthRules(validations, 'minLength', 'maxLength'),
    ...patternRule(patterns),
    ...oneOfRule(validations),
  ];
}

function patternRule(patterns: readonly string[]): readonly Layout[] {
  if (patterns.length === 0) return [];
  return [`pattern: ${patterns.length === 1 ? patterns.join() : list('[', patterns, ']')}`];
}

function bytesRules(maxBytes: number, validations: readonly Validation[]): readonly Layout[] {
  const most = validations.flatMap((one) => (one.rule === 'max_len' ? [one.value] : []));
  const least = validations.flatMap((one) => (one.rule === 'min_len' ? [`minBytes: ${one.value}`] : []));
  return [`maxBytes: ${Math.min(maxBytes, ...most)}`, ...least];
}

function lengthRules(validations: readonly Validation[], min: string, max: string): readonly string[] {
  return validations.flatMap((one) => {
    if (one.rule === 'min_len') return [`${min}: ${one.value}`];
    return one.rule === 'max_len' ? [`${max}: ${one.value}`] : [];
  });
}

function boundRules(validations: readonly Validation[]): readonly string[] {
  return validations.flatMap((one) => {
    if (one.rule !== 'min' && one.rule !== 'max') return [];
    const name = one.exclusive ? { min: 'above', max: 'below' }[one.rule] : one.rule;
    return [`${name}: ${typeof one.value === 'string' ? tsString(one.value) : one.value}`];
  });
}

function oneOfRule(validations: readonly Validation[]): readonly Layout[] {
  return validations.flatMap((one) => {
    if (one.rule !== 'one_of') return [];
    return [`oneOf: ${tsLiteral(one.values as Json)}`];
  });
}
