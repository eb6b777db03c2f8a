/** Globals of JavaScript and TypeScript by their spelling, words of SQL statements in lower case. */
const globals =
  'Object Function Array Number String Boolean Symbol BigInt Date Promise RegExp Map Set WeakMap WeakSet Error TypeError RangeError SyntaxError EvalError Proxy Reflect JSON Math Intl Atomics Buffer Infinity NaN Record Partial Required Readonly Pick Omit Exclude Extract Parameters ReturnType Awaited Iterator Generator Iterable AsyncIterable Uint8Array ArrayBuffer SharedArrayBuffer DataView URL URLSearchParams Request Response Headers AbortController AbortSignal Event EventTarget';

const keywords =
  'abstract any as async await break case catch class const continue debugger declare default delete do else enum export extends false finally for from function get if implements import in infer instanceof interface is keyof let module namespace never new null of package private protected public readonly require return set static super switch symbol this throw true try type typeof undefined unique unknown var void while with yield';

const sqlWords =
  'select insert update delete from where join having union distinct create alter drop truncate values null not and or exists between like then when end on into by limit offset using foreign primary references constraint collate natural inner outer cross left right full except intersect fetch returning table column database schema begin commit rollback pragma vacuum analyze explain';

/**
 * Names of models that are refused. Words of SQL that people model all the time (Order, Group, User, Index, View) are not
 * among them: tables are plurals, and every name in SQL is quoted.
 */
export const REFUSED_MODEL_NAMES: ReadonlySet<string> = new Set(
  `${globals} ${sqlWords} ${keywords
    .split(' ')
    .filter((word) => !['package', 'module', 'type', 'symbol', 'set', 'get'].includes(word))
    .join(' ')}`.split(' '),
);

export const REFUSED_TABLES: ReadonlySet<string> = new Set(
  `${sqlWords} order group user index view grant check default unique case as in add all any current_date current_time current_timestamp sqlite_master sqlite_sequence pg_catalog`.split(
    ' ',
  ),
);

/** Properties every JavaScript object has, or that change what an object is to the language. */
export const REFUSED_FIELD_NAMES: ReadonlySet<string> = new Set([
  'constructor',
  'prototype',
  'then',
  'to_string',
  'value_of',
  'to_json',
  'has_own_property',
  'is_prototype_of',
  'property_is_enumerable',
  'to_locale_string',
]);
