import { Environment } from '@marcbachmann/cel-js';
import type { LongType } from '../schema/field.ts';
import type { SpecAggregate } from '../schema/top.ts';
import { didYouMean } from '../suggest.ts';
import { fieldNames } from './models.ts';
import type { Path, Scope } from './scope.ts';

export type CelVariables = ReadonlyMap<string, string>;

const NESTED = {
  maxAstNodes: 2000,
  maxDepth: 60,
  maxListElements: 500,
  maxMapEntries: 500,
  maxCallArguments: 32,
};

export function checkInvariants(scope: Scope): void {
  for (const [name, service] of scope.services)
    for (const [root, aggregate] of Object.entries(service.aggregates)) {
      const at = ['services', name, 'aggregates', root];
      const variables = variablesOf(scope, at, aggregate);
      for (const index of aggregate.invariants.keys())
        checkCel(
          scope,
          [...at, 'invariants', index, 'rule'],
          aggregate.invariants[index]?.rule ?? '',
          variables,
        );
    }
}

/** The fields of the root and its collections, as the spec spells them. */
function variablesOf(scope: Scope, at: Path, aggregate: SpecAggregate): CelVariables {
  const variables = new Map<string, string>();
  for (const name of fieldNames(scope, at, aggregate)) variables.set(name, 'dyn');
  for (const [name, field] of Object.entries(aggregate.fields)) {
    const sure = field.required || field.nullable === false;
    variables.set(name, sure ? celType(field.type) : 'dyn');
  }
  for (const name of scope.names([...at, 'children'])) variables.set(name, 'list<map>');
  return variables;
}

/** What is exact or may be null is compared as it is: the generated code knows how. */
function celType(type: LongType): string {
  switch (type.name) {
    case 'int':
      return 'int';
    case 'float':
      return 'double';
    case 'bool':
      return 'bool';
    case 'string':
    case 'text':
    case 'email':
    case 'url':
    case 'slug':
    case 'phone':
    case 'enum':
      return 'string';
    case 'list':
      return 'list';
    default:
      return 'dyn';
  }
}

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A rule has to parse, to name only what there is, and to be true or false. */
export function checkCel(
  scope: Scope,
  at: Path,
  rule: string,
  variables: CelVariables,
  result?: 'bool',
): void {
  const environment = new Environment({ limits: NESTED });
  for (const [name, type] of variables) if (PLAIN_NAME.test(name)) declare(environment, name, type);
  const checked = environment.check(rule);
  if (checked.valid) {
    const type = String(checked.type);
    if (result !== undefined || at.at(-1) === 'rule')
      if (type !== 'bool' && type !== 'dyn') notBool(scope, at, type);
    return;
  }
  const { error } = checked;
  const [start, end] = [error?.range?.start ?? 0, error?.range?.end ?? rule.length];
  const span = scope.inside(
    at,
    Math.min(start, rule.length),
    Math.max(Math.min(end, rule.length), start + 1),
  );
  const summary = (error?.summary ?? 'it cannot be read').split('\n')[0] ?? '';
  const unknown = /^Unknown variable: (.*)$/.exec(summary)?.[1];
  if (unknown !== undefined) {
    scope.add({
      code: 'HM1084',
      at: span,
      summary: `The rule names \`${unknown}\`, which is not there`,
      why: 'A rule sees the fields and the collections of its aggregate, or what came before it in its use case.',
      todo: didYouMean(unknown, variables.keys()),
    });
    return;
  }
  scope.add({
    code: 'HM1083',
    at: span,
    summary: `The rule is not CEL: ${plainWords(summary).slice(0, 160)}`,
    why: 'Rules are expressions of the Common Expression Language.',
    todo: 'Write it like `size(lines) > 0 || status == "open"`.',
  });
}

const TOKENS: Readonly<Record<string, string>> = {
  LPAREN: '`(`',
  RPAREN: '`)`',
  LBRACKET: '`[`',
  RBRACKET: '`]`',
  LBRACE: '`{`',
  RBRACE: '`}`',
  COMMA: '`,`',
  COLON: '`:`',
  DOT: '`.`',
  EOF: 'the end',
};

/** The parser speaks of its tokens by their names. */
function plainWords(summary: string): string {
  const said = summary.replace(/\b[A-Z]{3,}\b/g, (token) => TOKENS[token] ?? token);
  return said.charAt(0).toLowerCase() + said.slice(1);
}

/** Words CEL keeps for itself cannot be variables; rules cannot name such fields. */
function declare(environment: Environment, name: string, type: string): void {
  try {
    environment.registerVariable(name, type);
  } catch {
    // A reserved word: an expression with it does not parse either.
  }
}

function notBool(scope: Scope, at: Path, type: string): void {
  scope.add({
    code: 'HM1083',
    at: scope.at(at),
    summary: `The rule gives ${type === 'string' ? 'a text' : `a value of type ${type}`}, and must be true or false`,
    why: 'It says whether all is well.',
    todo: 'Compare it with something: `status == "open"`.',
  });
}
