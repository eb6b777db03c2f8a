import type { Json } from '../json/json.ts';
import { fill, group, ifBroken, type Layout, line, list, nest, paragraph, softline } from './layout.ts';

const MUST_ESCAPE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufdd0-\ufdef\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/**
 * A TypeScript string as Biome writes it: single quotes, unless double ones need fewer escapes. A text with `${` in it
 * is a template that says so; in quotes it would look like one that somebody forgot to make a template.
 */
export function tsString(text: string): string {
  if (!text.includes('${')) return quoted(text);
  const body = text
    .replaceAll('\\', '\\\\')
    .replace(/`|\$\{/g, '\\$&')
    .replace(MUST_ESCAPE, escapeOne);
  return `\`${body}\``;
}

function quoted(text: string): string {
  const single = text.split("'").length - 1;
  const double = text.split('"').length - 1;
  const quote = single > double ? '"' : "'";
  const body = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replace(MUST_ESCAPE, escapeOne);
  return quote + body + quote;
}

/** A JSON string in which nothing but printable text stands unescaped. */
export function jsonString(text: string): string {
  return JSON.stringify(text).replace(MUST_ESCAPE, escapeOne);
}

function escapeOne(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A key of an object literal: quoted only where it must be. */
export function tsKey(key: string): string {
  return IDENTIFIER.test(key) ? key : quoted(key);
}

/** A JSON value as a TypeScript literal, flat where it fits. */
export function tsLiteral(value: Json): Layout {
  if (typeof value === 'string') return tsString(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (isList(value)) return arrayOf(value, tsLiteral, { broken: isTable(value) });
  return list(
    '{',
    Object.keys(value).map((key) => `${tsKey(key)}: ${tsLiteral(value[key] as Json)}`),
    '}',
  );
}

/** A JSON value as a JSON document's part: objects one key a line, lists flat where they fit. */
export function jsonLayout(value: Json, options: { expand?: boolean } = {}): Layout {
  if (typeof value === 'string') return jsonString(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (isList(value))
    return arrayOf(value, (one) => jsonLayout(one, options), { ...options, trailing: false });
  const entries = Object.keys(value).map(
    (key) => `${jsonString(key)}: ${jsonLayout(value[key] as Json, options)}`,
  );
  return list('{', entries, '}', { trailing: false, broken: true });
}

/** A name or text in YAML: plain where it cannot be taken for something else, else in double quotes. */
export function yamlString(text: string): string {
  const plain = /^[A-Za-z/][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*$/.test(text);
  const word = /^(true|false|yes|no|on|off|y|n|null|nan|inf)$/i.test(text);
  return plain && !word ? text : jsonString(text);
}

export function sqlString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function sqlName(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** `/** text *\/` on one line where it fits, else a block. */
export function docComment(text: string): Layout {
  const safe = withoutControls(text).replaceAll('*/', '*\\/');
  return group(`/**${nest(line + paragraph(safe), ' * ')}${nest(line, ' ')}*/`);
}

/** `// text`, wrapped. */
export function lineComment(text: string): Layout {
  return nest(`// ${paragraph(withoutControls(text))}`, '// ');
}

/** Text in Markdown that is text and nothing else. */
export function markdownText(text: string): string {
  return withoutControls(text)
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|]/g, '\\$&');
}

function withoutControls(text: string): string {
  return text.replace(MUST_ESCAPE, (character) => (character === '\n' ? '\n' : ' '));
}

function arrayOf(
  values: readonly Json[],
  print: (value: Json) => Layout,
  options: { expand?: boolean; trailing?: boolean; broken?: boolean } = {},
): Layout {
  const numbers = values.length > 1 && values.every((one) => typeof one === 'number');
  if (!numbers || options.expand === true)
    return list('[', values.map(print), ']', {
      trailing: options.trailing ?? true,
      broken: options.expand === true || options.broken === true,
    });
  const comma = values.map((one, index) => (index < values.length - 1 ? `${one},` : `${one}`));
  const last = options.trailing === false ? '' : ifBroken(',');
  return group(`[${nest(softline + fill(comma) + last)}${softline}]`);
}

/** Objects, or lists, of more than one entry each: Biome writes one a line even where they fit. */
function isTable(rows: readonly Json[]): boolean {
  const isLong = (row: Json) => typeof row === 'object' && row !== null && Object.keys(row).length > 1;
  const [first] = rows;
  return rows.length > 1 && rows.every((row) => isLong(row) && Array.isArray(row) === Array.isArray(first));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
