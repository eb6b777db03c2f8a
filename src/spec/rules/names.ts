import { REFUSED_FIELD_NAMES, REFUSED_MODEL_NAMES, REFUSED_TABLES } from './reserved-words.ts';
import type { Path, Scope } from './scope.ts';

interface Style {
  readonly name: string;
  readonly pattern: RegExp;
  readonly make: (words: readonly string[]) => string;
}

const kebab: Style = {
  name: 'kebab-case',
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  make: (words) => words.join('-'),
};
const snake: Style = {
  name: 'snake_case',
  pattern: /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/,
  make: (words) => words.join('_'),
};
const pascal: Style = {
  name: 'PascalCase',
  pattern: /^[A-Z][A-Za-z0-9]*$/,
  make: (words) => words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(''),
};
const loose: Style = {
  name: 'lower case',
  pattern: /^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/,
  make: (words) => words.join('_'),
};
const dotted: Style = {
  name: 'lower case, with dots',
  pattern: /^[a-z][a-z0-9]*([._-][a-z0-9]+)*$/,
  make: (words) => words.join('.'),
};

const LONGEST = 63;

export function checkNames(scope: Scope): void {
  if (!scope.isLeftOut(['name'])) checkValue(scope, ['name'], scope.spec.name, kebab, 'project');
  checkPackage(scope);
  checkKeys(scope, ['services'], kebab, 'service');
  for (const name of scope.names(['services'])) checkTaken(scope, ['services', name], name);
  for (const key of ['contexts', 'roles'] as const) checkKeys(scope, [key], loose, key.slice(0, -1));
  checkKeys(scope, ['deployment', 'environments'], loose, 'environment');
  for (const service of scope.names(['services'])) checkService(scope, ['services', service]);
}

function checkService(scope: Scope, at: Path): void {
  checkRoots(scope, [...at, 'models']);
  checkRoots(scope, [...at, 'aggregates']);
  checkKeys(scope, [...at, 'usecases'], pascal, 'use case');
  checkKeys(scope, [...at, 'events'], dotted, 'event');
  for (const event of scope.names([...at, 'events'])) checkFields(scope, [...at, 'events', event, 'payload']);
  checkKeys(scope, [...at, 'config'], snake, 'setting');
  checkKeys(scope, [...at, 'clients'], loose, 'client');
  for (const key of ['pages', 'fragments', 'forms'] as const)
    checkKeys(scope, [...at, key], loose, key.slice(0, -1));
  for (const root of scope.names([...at, 'aggregates']))
    if (scope.names([...at, 'models']).has(root)) sameName(scope, at, root);
}

function checkRoots(scope: Scope, at: Path): void {
  checkKeys(scope, at, pascal, at.at(-1) === 'models' ? 'model' : 'aggregate');
  for (const root of scope.names(at)) {
    if (REFUSED_MODEL_NAMES.has(root)) reserved(scope, [...at, root], root, 'TypeScript and JavaScript');
    else if (REFUSED_MODEL_NAMES.has(root.toLowerCase())) reserved(scope, [...at, root], root, 'SQL');
    else checkDevice(scope, [...at, root], root);
    checkFields(scope, [...at, root, 'fields']);
    checkKeys(scope, [...at, root, 'children'], snake, 'collection');
    checkTable(scope, [...at, root, 'table']);
    checkIndexNames(scope, [...at, root, 'indexes']);
    const plural = scope.tree([...at, root, 'plural']);
    if (plural?.kind === 'scalar') checkPlural(scope, [...at, root, 'plural'], String(plural.value));
  }
}

function checkFields(scope: Scope, at: Path): void {
  checkKeys(scope, at, snake, 'field');
  for (const field of scope.names(at))
    if (REFUSED_FIELD_NAMES.has(field)) reserved(scope, [...at, field], field, 'JavaScript');
}

function checkTable(scope: Scope, at: Path): void {
  const table = scope.tree(at);
  if (table?.kind !== 'scalar' || typeof table.value !== 'string') return;
  checkValue(scope, at, table.value, snake, 'table');
  if (REFUSED_TABLES.has(table.value)) reserved(scope, at, table.value, 'SQL');
}

function checkIndexNames(scope: Scope, at: Path): void {
  const indexes = scope.tree(at);
  if (indexes?.kind !== 'list') return;
  for (const index of indexes.items.keys()) {
    const name = scope.tree([...at, index, 'name']);
    if (name?.kind === 'scalar' && typeof name.value === 'string')
      checkValue(scope, [...at, index, 'name'], name.value, snake, 'index');
  }
}

/** A plural may be spelled like a model, a field or a service: it is respelled for each use. */
function checkPlural(scope: Scope, at: Path, plural: string): void {
  if (!/^[A-Za-z][A-Za-z0-9]*([_-][A-Za-z0-9]+)*$/.test(plural))
    wrongName(scope, at, plural, snake, 'plural');
}

function checkKeys(scope: Scope, at: Path, style: Style, what: string): void {
  for (const name of scope.names(at)) checkName(scope, scope.keyAt([...at, name]), name, style, what);
}

function checkValue(scope: Scope, at: Path, name: string, style: Style, what: string): void {
  checkName(scope, scope.at(at), name, style, what);
}

function checkName(
  scope: Scope,
  at: Path | readonly [number, number],
  name: string,
  style: Style,
  what: string,
): void {
  const span = at as readonly [number, number];
  if (name.length > LONGEST) {
    tooLong(scope, span, name, what);
    return;
  }
  if (style.pattern.test(name)) return;
  if (/[/\\]|\.\.|^\.|\0/.test(name)) pathLike(scope, span, name, what, style);
  else notInStyle(scope, span, name, style, what);
}

function wrongName(scope: Scope, at: Path, name: string, style: Style, what: string): void {
  if (/[/\\]|\.\.|^\./.test(name)) pathLike(scope, scope.at(at), name, what, style);
  else notInStyle(scope, scope.at(at), name, style, what);
}

function tooLong(scope: Scope, at: readonly [number, number], name: string, what: string): void {
  scope.add({
    code: 'HM1045',
    at,
    summary: `The name of the ${what} has ${name.length} characters`,
    why: `At most ${LONGEST} fit into host names and into the identifiers of databases.`,
    todo: 'Shorten it.',
  });
}

function pathLike(
  scope: Scope,
  at: readonly [number, number],
  name: string,
  what: string,
  style: Style,
): void {
  scope.add({
    code: 'HM1041',
    at,
    summary: `\`${name.slice(0, 60)}\` is a path, and not the name of a ${what}`,
    why: 'Names become folders and files. One with slashes or leading dots could lead out of the project.',
    todo: `Write a name in ${style.name}: \`${suggestion(name, style)}\`.`,
  });
}

function notInStyle(
  scope: Scope,
  at: readonly [number, number],
  name: string,
  style: Style,
  what: string,
): void {
  scope.add({
    code: 'HM1040',
    at,
    summary: `The name of the ${what} \`${name.slice(0, 60)}\` is not in ${style.name}`,
    why: `Other spellings are made from it, for TypeScript, JSON, SQL and URLs; that needs ${style.name} in letters a-z and digits, starting with a letter.`,
    todo: `Write \`${suggestion(name, style)}\`.`,
  });
}

function suggestion(name: string, style: Style): string {
  const words = name
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
  const made = style.make(words);
  return style.pattern.test(made) ? made : style.make(['my', ...(words.length === 0 ? ['name'] : words)]);
}

function reserved(scope: Scope, at: Path, name: string, language: string): void {
  const isKey = scope.tree(at)?.kind !== 'scalar' || at.at(-1) === name;
  scope.add({
    code: 'HM1042',
    at: isKey ? scope.keyAt(at) : scope.at(at),
    summary: `\`${name}\` means something else in ${language}`,
    why: 'Generated code would not compile, or would hide what the language itself has under this name.',
    todo: `Choose another name, such as \`${name}${/^[A-Z]/.test(name) ? 'Entry' : '_value'}\`.`,
  });
}

const PACKAGES: ReadonlySet<string> = new Set(['kit', 'contracts']);

function checkTaken(scope: Scope, at: Path, name: string): void {
  if (!PACKAGES.has(name)) {
    checkDevice(scope, at, name);
    return;
  }
  scope.add({
    code: 'HM1042',
    at: scope.keyAt(at),
    summary: `\`${name}\` is a package that every project has`,
    why: 'The service would be an npm package of the same name, and npm installs one of a name.',
    todo: `Choose another name, such as \`${name}-service\`.`,
  });
}

/** Names become files, and Windows has no files of these names. */
function checkDevice(scope: Scope, at: Path, name: string): void {
  if (!/^(con|prn|aux|nul|com[1-9]|lpt[1-9])$/i.test(name)) return;
  scope.add({
    code: 'HM1042',
    at: scope.keyAt(at),
    summary: `\`${name}\` is a name that Windows keeps for a device`,
    why: 'It becomes the name of files and folders, which could not be checked out there.',
    todo: `Choose another name, such as \`${name}${/^[A-Z]/.test(name) ? 'Entry' : '-service'}\`.`,
  });
}

function sameName(scope: Scope, at: Path, name: string): void {
  scope.add({
    code: 'HM1044',
    at: scope.keyAt([...at, 'aggregates', name]),
    summary: `\`${name}\` is a model and an aggregate`,
    why: 'Both become a type and a table of this name.',
    todo: 'Rename one of them. An aggregate has its own fields; it needs no model beside it.',
    related: [{ at: scope.keyAt([...at, 'models', name]), summary: 'the model' }],
  });
}

function checkPackage(scope: Scope): void {
  const { package: name } = scope.spec;
  if (name === undefined) return;
  const npm = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;
  const goModule = /^[a-z0-9.-]+\.[a-z]{2,}(\/[A-Za-z0-9._-]+)+$/;
  const valid = name.length <= 214 && !name.includes('..') && (npm.test(name) || goModule.test(name));
  if (valid) return;
  scope.add({
    code: 'HM1046',
    at: scope.at(['package']),
    summary: `\`${name.slice(0, 80)}\` is not the name of a package`,
    why: 'It becomes the npm scope and name of the monorepo. A Go module path, as in version 0.1, is read too.',
    todo: 'Write it like `@acme/shop`, or `github.com/acme/shop`.',
  });
}
