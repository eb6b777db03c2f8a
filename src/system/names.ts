import pluralize from 'pluralize';
import type { Names } from './system.ts';

/** All spellings of a name written in any of them. */
export function namesOf(text: string): Names {
  const words = wordsOf(text);
  const pascal = words.map(capitalised).join('');
  return {
    pascal,
    camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    snake: words.join('_'),
    kebab: words.join('-'),
    title: capitalised(words.join(' ')),
  };
}

/** `given` is what the spec says under `plural`. Only the last word is inflected: OrderLine -> order lines. */
export function pluralOf(name: Names, given: string | undefined): Names {
  if (given !== undefined) return namesOf(given);
  return namesOf(inflected(name, pluralize.plural));
}

/** The name of one of a collection: `order_lines` -> order line. */
export function singularOf(name: Names): Names {
  return namesOf(inflected(name, pluralize.singular));
}

function inflected(name: Names, inflect: (word: string) => string): string {
  const words = name.snake.split('_');
  const last = words.pop() ?? '';
  return [...words, remembered(last, inflect)].join('_');
}

/** A library call goes through hundreds of regular expressions; a spec has few words, many times. */
const known = new Map<(word: string) => string, Map<string, string>>();

function remembered(word: string, inflect: (word: string) => string): string {
  const words = known.get(inflect) ?? new Map<string, string>();
  known.set(inflect, words);
  const result = words.get(word) ?? inflect(word);
  words.set(word, result);
  return result;
}

/** `HTTPServer2` -> http, server2; `order_line` -> order, line. */
function wordsOf(text: string): readonly string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Words that cannot name a variable in a strict module, and names that mean something on every object. */
const RESERVED = new Set(
  (
    'arguments await break case catch class const constructor continue debugger default delete do else enum eval ' +
    'export extends false finally for function hasOwnProperty if implements import in instanceof interface ' +
    'isPrototypeOf let new null package private propertyIsEnumerable protected prototype public return static super ' +
    'switch this throw toLocaleString toString true try typeof undefined valueOf var void while with yield'
  ).split(' '),
);

/** The name of a field in TypeScript and JSON. */
export function propertyOf(name: Names): string {
  return RESERVED.has(name.camel) ? `${name.camel}_` : name.camel;
}
