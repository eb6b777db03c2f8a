import { call, type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AtomService, Model, Route } from '../../src/system/system.ts';
import { type Entity, entitiesOf, idTypeOf, listRoutesOf } from '../atom/entity.ts';
import { compareNames } from '../atom/imports.ts';
import { queryName } from './conditions.ts';
import { operationName } from './operations.ts';

/** A method of a service's client. */
interface ClientOperation {
  readonly isDescribed: boolean;
  readonly description: string;
  readonly signature: Layout;
  readonly implementation: Layout;
  readonly sent: Layout;
  readonly hasAnswer: boolean;
  readonly answer: Layout;
}

export interface ClientModel {
  readonly scope: string;
  readonly service: string;
  readonly name: string;
  readonly imports: readonly string[];
  readonly head: Layout;
  readonly operations: readonly ClientOperation[];
}

interface Parameter {
  readonly name: string;
  readonly type: string;
  /** The pairs it adds to the request. */
  readonly sent?: string;
}

export function clientModel(service: AtomService, scope: string): ClientModel {
  const entities = entitiesOf(service);
  const byName = new Map(entities.map((entity) => [entity.model.names.pascal, entity]));
  const routes = service.routes.flatMap((route) => {
    const entity = byName.get(route.model);
    return entity === undefined ? [] : [{ route, entity }];
  });
  const operations = routes.map(({ route, entity }) => operationOf(route, entity, service));
  const customs = routes.flatMap(({ route }) => (route.op === 'custom' ? [operationName(route)] : []));
  const contracts = [
    ...entities.map(({ model }) => ({ name: namespaceOf(model), file: model.names.kebab })),
    ...customs.map(({ camel, kebab }) => ({ name: camel, file: kebab })),
  ];
  return {
    scope,
    service: service.name,
    name: service.names.pascal,
    imports: contracts
      .toSorted((left, right) => compareNames(left.file, right.file))
      .flatMap(({ name, file }) => importOf(name, file, operations)),
    head: list(
      `export function http${service.names.pascal}Client(`,
      ['http: HttpClient'],
      `): ${service.names.pascal}Client {`,
    ),
    operations,
  };
}

/** A contract that is only seen in signatures is a type; one that nothing names is not imported. */
function importOf(name: string, file: string, operations: readonly ClientOperation[]): readonly string[] {
  if (operations.some(({ answer }) => answer.includes(`${name}.`))) {
    return [`import * as ${name} from './${file}.ts';`];
  }
  const isNamed = operations.some(({ signature }) => signature.includes(` ${name}.`));
  return isNamed ? [`import type * as ${name} from './${file}.ts';`] : [];
}

/** The name the contract of a model has where it is imported whole. */
export function namespaceOf(model: Model): string {
  return `${model.names.camel}Contract`;
}

function operationOf(route: Route, entity: Entity, service: AtomService): ClientOperation {
  const parameters = parametersOf(route, entity, service);
  const optional = { name: 'options?', type: 'CallOptions' };
  const answer = answerOf(route, entity);
  const names = [...parameters.map(({ name }) => name.replace('?', '')), 'options'];
  const version = parameters.some(({ name }) => name === 'version') ? ', version' : '';
  const request = [
    `method: '${route.method}'`,
    `path: ${pathCode(route.path)}`,
    ...parameters.flatMap(({ sent }) => (sent === undefined ? [] : [sent])),
    `...callWith(options${version})`,
  ];
  const send = list('await http.send({', request, '})');
  return {
    isDescribed: route.description !== undefined,
    description: route.description ?? '',
    signature: `${list(
      `${route.id}(`,
      [...parameters, optional].map(({ name, type }) => `${name}: ${type}`),
      ')',
    )}: Promise<${answer ?? 'void'}>`,
    implementation: call(route.id, names),
    sent: answer === undefined ? `${send};` : `const answer = ${send};`,
    hasAnswer: answer !== undefined,
    answer: answer === undefined ? '' : list(`${answer}.parse(`, ['answer.body'], ')'),
  };
}

function parametersOf(route: Route, entity: Entity, service: AtomService): readonly Parameter[] {
  const contract = namespaceOf(entity.model);
  const model = entity.model.names.pascal;
  const version = { name: 'version', type: 'number' };
  const path = pathParameters(route, entity);
  const body = (type: string) => ({ name: 'input', type, sent: 'body: input' });
  switch (route.op) {
    case 'list': {
      const query = queryName(route, listRoutesOf(service, entity.model), entity.model);
      return [...path, { name: 'query?', type: `${contract}.${query}`, sent: 'query' }];
    }
    case 'get':
    case 'child_list':
    case 'child_get':
      return path;
    case 'create':
      return [...path, body(`${contract}.${model}Create`)];
    case 'update':
      return [...path, version, body(`${contract}.${model}${route.method === 'PUT' ? 'Replace' : 'Update'}`)];
    case 'delete':
    case 'child_delete':
      return [...path, version];
    case 'custom': {
      const operation = operationName(route);
      return [...path, body(`${operation.camel}.${operation.pascal}Input`)];
    }
    case 'child_create':
      return [...path, version, body(`${contract}.${childName(route.child, entity)}Create`)];
    case 'child_update':
      return [...path, version, body(`${contract}.${childName(route.child, entity)}Update`)];
  }
}

function answerOf(route: Route, entity: Entity): string | undefined {
  const contract = namespaceOf(entity.model);
  switch (route.op) {
    case 'list':
      return `${contract}.${entity.model.names.pascal}Page`;
    case 'get':
    case 'create':
    case 'update':
      return `${contract}.${entity.model.names.pascal}`;
    case 'custom': {
      const operation = operationName(route);
      const result = `${operation.camel}.${operation.pascal}Result`;
      return route.path.includes('{id}') ? `${contract}.${entity.model.names.pascal}` : result;
    }
    case 'child_list':
      return `${contract}.${childName(route.child, entity)}Page`;
    case 'child_get':
    case 'child_create':
    case 'child_update':
      return `${contract}.${childName(route.child, entity)}`;
    case 'delete':
    case 'child_delete':
      return undefined;
  }
}

function childName(child: string, entity: Entity): string {
  const found = entity.children.find(({ names }) => names.snake === child || names.camel === child);
  if (found === undefined) throw new Error(`no child ${child} of ${entity.model.names.pascal}`);
  return found.of.names.pascal;
}

const PARAMETER = /\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

function pathParameters(route: Route, entity: Entity): readonly Parameter[] {
  return [...route.path.matchAll(PARAMETER)].map(([, name = '']) => ({
    name: camel(name),
    type: name === 'id' ? idTypeOf(entity.model) : 'string | number',
  }));
}

function pathCode(path: string): string {
  if (!path.includes('{')) return tsString(path);
  return `\`${path.replace(PARAMETER, (_, name: string) => `\${encodeURIComponent(${camel(name)})}`)}\``;
}

export function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
