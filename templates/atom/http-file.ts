import { type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AggregateChild, AtomService, Model, Route } from '../../src/system/system.ts';
import { idSchema } from '../contracts/field-code.ts';
import { type Entity, inWords } from './entity.ts';
import type { Imports } from './import-order.ts';

/** Where the pieces of one file are put together. */
export interface File {
  readonly entity: Entity;
  readonly service: AtomService;
  readonly imports: Imports;
  readonly keys: Map<string, Layout>;
  readonly scope: string;
  /** The variable that holds the use cases of the model. */
  readonly cases: string;
  readonly variable: string;
}

/** What is said of one route in `src/http/<model>.ts`. */
export interface RouteCode {
  readonly summary: string;
  /** What callers have to know beside the summary. */
  readonly description?: string;
  readonly schema: readonly Layout[];
  readonly responses: readonly Layout[];
  readonly wantsBody: boolean;
  readonly arguments: string;
  readonly body: readonly Layout[];
}

export type ChildRoute = Extract<Route, { child: string }>;

export function childOf(route: ChildRoute, entity: Entity): AggregateChild {
  const found = entity.children.find((child) => child.names.snake === route.child);
  if (found === undefined) throw new Error(`no child ${route.child} of ${route.model}`);
  return found;
}

export function changeHeaders(file: File): string {
  file.imports.add('./conditions.ts', 'changeHeaders', 'expectedVersion');
  return 'headers: changeHeaders';
}

export function changeProblems(file: File, ...more: readonly number[]): Layout {
  return problemsOf(file, ...[400, 404, 412, 428, 503, ...more].toSorted((a, b) => a - b));
}

export function success(
  file: File,
  status: number,
  description: string,
  schema: string,
  ...headers: readonly ('etag' | 'location')[]
): Layout {
  file.imports.add(`${file.scope}/contracts/answer`, 'answer');
  return `${status}: ${list('answer(', [tsString(description), schema, ...headers.map(tsString)], ')')}`;
}

export function problemsOf(file: File, ...statuses: readonly number[]): Layout {
  file.imports.add(`${file.scope}/contracts/problem`, 'problems');
  const limited = file.service.middlewares.rateLimit === null ? [] : [429];
  const all = [...statuses, ...limited].toSorted((a, b) => a - b);
  return `...problems(${all.join(', ')})`;
}

export function caller(file: File): string {
  file.imports.add('./caller.ts', 'callerOf');
  return 'callerOf(request)';
}

export function assigned(target: string, callee: string, values: readonly Layout[]): Layout {
  return `const ${target} = ${list(`await ${callee}(`, values, ')')};`;
}

export function parametersOf(route: Route): readonly string[] {
  return [...route.path.matchAll(/\{([A-Za-z0-9_]+)\}/g)].map(([, name = '']) => name);
}

/** The constant that holds the schema of the path's parameters; each is written once. */
export function keyOf(route: Route, file: File): string {
  const parameters = parametersOf(route);
  const child = 'child' in route ? childOf(route, file.entity) : undefined;
  const codes = parameters.map((name) => {
    if (name === 'id') return `id: ${inPath(file, file.entity.model)}`;
    if (child !== undefined) return `${name}: ${inPath(file, child.of)}`;
    file.imports.add(`${file.scope}/contracts/fields`, 'text');
    return `${name}: text({ minLength: 1, maxLength: 200 })`;
  });
  const name = keyName(route, parameters, child);
  file.keys.set(name, `z.object(${list('{', codes, '}')})`);
  return name;
}

export function keyName(
  route: Route,
  parameters: readonly string[],
  child: AggregateChild | undefined,
): string {
  if (parameters.length === 1 && parameters[0] === 'id') return 'key';
  return child === undefined ? `${route.id}Key` : `${child.of.names.camel}Key`;
}

export function inPath(file: File, model: Model): Layout {
  const schema = idSchema(model.idType);
  file.imports.add(`${file.scope}/contracts/fields`, ...schema.uses);
  if (model.idType !== 'int') return schema.text;
  file.imports.add(`${file.scope}/contracts/query`, 'numeric');
  return `numeric(${schema.text})`;
}

export function withArticle(model: Model): string {
  const words = inWords(model.names);
  return `${article(words)} ${words}`;
}

export function article(words: string): 'a' | 'an' {
  return /^[aeiou]/i.test(words) ? 'an' : 'a';
}
