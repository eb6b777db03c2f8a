import type { Layout } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AggregateChild } from '../../src/system/system.ts';
import { inWords, memberName } from './entity.ts';
import {
  article,
  assigned,
  type ChildRoute,
  caller,
  changeHeaders,
  changeProblems,
  childOf,
  type File,
  keyOf,
  parametersOf,
  problemsOf,
  type RouteCode,
  success,
  withArticle,
} from './http-file.ts';
import { type Accepted, acceptedBody, viewName } from './http-shape.ts';

/** A route about one child of an aggregate, with the words and the code that all of them share. */
interface Subject {
  readonly route: ChildRoute;
  readonly file: File;
  readonly child: AggregateChild;
  readonly words: string;
  readonly owner: string;
  readonly params: string;
  /** The child's id, as the handler reads it. */
  readonly childId: string;
}

export function childRoute(route: ChildRoute, file: File): RouteCode {
  const child = childOf(route, file.entity);
  const subject: Subject = {
    route,
    file,
    child,
    words: inWords(child.of.names),
    owner: withArticle(file.entity.model),
    params: `params: ${keyOf(route, file)}`,
    childId: `request.params.${parametersOf(route).find((name) => name !== 'id') ?? 'id'}`,
  };
  file.imports.add(`${file.scope}/kit/etag`, 'etag');
  switch (route.op) {
    case 'child_list':
      return listRoute(subject);
    case 'child_get':
      return getRoute(subject);
    case 'child_create':
      return createRoute(subject);
    case 'child_update':
      return updateRoute(subject);
    case 'child_delete':
      return deleteRoute(subject);
  }
}

function listRoute({ file, child, owner, params }: Subject): RouteCode {
  const words = inWords(child.names);
  return {
    summary: `List the ${words} of ${owner}`,
    schema: [params],
    responses: [
      success(file, 200, `The ${words}`, `contract.${child.of.names.pascal}Page`, 'etag'),
      problemsOf(file, 400, 404, 503),
    ],
    wantsBody: false,
    arguments: 'request, reply',
    body: [
      found(file),
      WITH_ETAG,
      `const items = root.${child.names.camel}.map(${viewName(child.of)});`,
      'return reply.code(200).send({ items, next: null });',
    ],
  };
}

function getRoute({ file, child, words, owner, params, childId }: Subject): RouteCode {
  file.imports.add('../domain/errors.ts', 'NotFound');
  return {
    summary: `Read ${article(words)} ${words} of ${owner}`,
    schema: [params],
    responses: [
      success(file, 200, `The ${words}`, `contract.${child.of.names.pascal}`, 'etag'),
      problemsOf(file, 400, 404, 503),
    ],
    wantsBody: false,
    arguments: 'request, reply',
    body: [
      found(file),
      `const child = root.${child.names.camel}.find((one) => one.id === ${childId});`,
      `if (child === undefined) throw new NotFound(${tsString(words)}, ${childId});`,
      WITH_ETAG,
      answered(200, child),
    ],
  };
}

function createRoute(subject: Subject): RouteCode {
  const { route, file, child, words, owner } = subject;
  return changeRoute(subject, {
    summary: `Add ${article(words)} ${words} to ${owner}`,
    success: success(file, 201, `The new ${words}`, `contract.${child.of.names.pascal}`, 'etag', 'location'),
    use: 'create',
    given: [],
    location: childLocation(route, file),
  });
}

function updateRoute(subject: Subject): RouteCode {
  const { file, child, words, owner, childId } = subject;
  return changeRoute(subject, {
    summary: `Change ${article(words)} ${words} of ${owner}`,
    success: success(file, 200, `The ${words} as it is now`, `contract.${child.of.names.pascal}`, 'etag'),
    use: 'update',
    given: [childId],
    location: [],
  });
}

interface Change {
  readonly summary: string;
  readonly success: Layout;
  readonly use: 'create' | 'update';
  /** What the use case is given between the root's id and the body. */
  readonly given: readonly Layout[];
  readonly location: readonly Layout[];
}

/** A route that takes a child in its body, and answers with the child as it is then. */
function changeRoute({ file, child, params }: Subject, change: Change): RouteCode {
  const isNew = change.use === 'create';
  const accepted = acceptedChild(child, change.use, file);
  const call = `${isNew ? 'add' : 'change'}${memberName(child)}`;
  const body = `${child.of.names.pascal}${isNew ? 'Create' : 'Update'}`;
  return {
    summary: change.summary,
    schema: [params, changeHeaders(file), `body: contract.${body}`],
    responses: [change.success, changeProblems(file, 409, 422)],
    wantsBody: false,
    arguments: 'request, reply',
    body: [
      EXPECTED,
      ...accepted.statements,
      changedBy('{ root, child }', call, [...change.given, accepted.value], file),
      ...change.location,
      WITH_ETAG,
      answered(isNew ? 201 : 200, child),
    ],
  };
}

function deleteRoute({ file, child, words, owner, params, childId }: Subject): RouteCode {
  file.imports.add('zod', 'z');
  return {
    summary: `Remove ${article(words)} ${words} from ${owner}`,
    schema: [params, changeHeaders(file)],
    responses: ["204: z.null().describe('Removed')", changeProblems(file, 409, 422)],
    wantsBody: false,
    arguments: 'request, reply',
    body: [
      EXPECTED,
      changedBy('root', `remove${memberName(child)}`, [childId], file),
      WITH_ETAG,
      'return reply.code(204).send(null);',
    ],
  };
}

const EXPECTED = "const version = expectedVersion(request.headers['if-match']);";
const WITH_ETAG = "reply.header('etag', etag(root.version));";

function found(file: File): Layout {
  return `const root = await ${file.cases}.get(request.params.id);`;
}

function answered(status: number, child: AggregateChild): Layout {
  return `return reply.code(${status}).send(${viewName(child.of)}(child));`;
}

/** A call of a use case that changes the whole, for the version it is expected at. */
function changedBy(target: string, name: string, given: readonly Layout[], file: File): Layout {
  return assigned(target, `${file.cases}.${name}`, ['request.params.id', ...given, 'version', caller(file)]);
}

function acceptedChild(child: AggregateChild, use: 'create' | 'update', file: File): Accepted {
  return acceptedBody({ ...file.entity, model: child.of, children: [] }, use, file.imports, file.scope);
}

function childLocation(route: ChildRoute, file: File): readonly Layout[] {
  const get = file.service.routes.find(
    (one) => one.op === 'child_get' && one.model === route.model && one.child === route.child,
  );
  if (get === undefined) return [];
  const path = get.path.replace(/\{([A-Za-z0-9_]+)\}/g, (_, name: string) =>
    name === 'id' ? `\${encodeURIComponent(root.id)}` : `\${encodeURIComponent(child.id)}`,
  );
  return [`const location = \`${path}\`;`, "reply.header('location', location);"];
}
