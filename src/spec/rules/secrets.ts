import type { ScalarTree, Span, Tree } from '../tree.ts';
import type { Scope } from './scope.ts';

/** Keys under which a secret is meant. */
const SECRET_KEY =
  /(^|[_.-])(password|passwd|pwd|passphrase|secret|token|credentials?|dsn|(api|access|private|secret|signing|encryption)[_.-]?key|key)$/i;
const URL_WITH_PASSWORD = /[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@{$]+@/i;

/** Models and what is shaped like them have names that are not settings: a field may well be called token. */
const FREE_NAMES = new Set([
  'fields',
  'payload',
  'input',
  'output',
  'children',
  'models',
  'aggregates',
  'usecases',
  'events',
  'roles',
  'permissions',
  'contexts',
  'values',
  'schema',
]);

export function checkSecrets(scope: Scope): void {
  const tree = scope.tree([]);
  if (tree !== undefined) walk(scope, tree, undefined);
}

function walk(scope: Scope, tree: Tree, key: string | undefined): void {
  if (tree.kind === 'list') for (const item of tree.items) walk(scope, item, key);
  if (tree.kind === 'scalar' && typeof tree.value === 'string' && URL_WITH_PASSWORD.test(tree.value))
    literal(scope, tree.at, 'A URL with a password');
  if (tree.kind !== 'map') return;
  const secretSetting = isTrue(tree.entries.get('secret')?.value);
  for (const [name, { value }] of tree.entries) {
    // `{secret: name}` is where a secret comes from.
    if (name === 'secret' && value.kind === 'scalar') continue;
    const isSecret = SECRET_KEY.test(name) && !(key !== undefined && FREE_NAMES.has(key));
    const written = isSecret
      ? literalOf(value)
      : secretSetting && name === 'default'
        ? literalOf(value)
        : undefined;
    if (written !== undefined) literal(scope, written, `A secret under \`${isSecret ? name : key}\``);
    else walk(scope, value, name);
  }
}

function isTrue(tree: Tree | undefined): boolean {
  return tree?.kind === 'scalar' && tree.value === true;
}

/** An empty text hides nothing. */
function isWritten({ value }: ScalarTree): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

/** Where a value stands that should have been `{env: NAME}`: in short, or as `{value: ...}` or a default. */
function literalOf(tree: Tree): Span | undefined {
  if (tree.kind === 'scalar') return isWritten(tree) ? tree.at : undefined;
  if (tree.kind !== 'map') return undefined;
  for (const key of ['value', 'default']) {
    const inner = tree.entries.get(key)?.value;
    if (inner?.kind === 'scalar' && isWritten(inner)) return inner.at;
  }
  return undefined;
}

function literal(scope: Scope, at: Span, what: string): void {
  scope.add({
    code: 'HM1047',
    at,
    summary: `${what} is written out`,
    why: 'A spec is shared and kept in git. No secret is ever a value in it.',
    todo: 'Write `{env: NAME}`, or `{secret: name}`; and change the secret if this was real.',
  });
}
