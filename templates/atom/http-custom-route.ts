import type { Route } from '../../src/system/system.ts';
import { isAboutOne, operationName } from '../contracts/operations.ts';
import { inWords } from './entity.ts';
import {
  assigned,
  caller,
  type File,
  keyOf,
  parametersOf,
  problemsOf,
  type RouteCode,
  success,
} from './http-file.ts';
import { viewName } from './http-shape.ts';

/** A route whose body a person writes, in a file of `src/custom`. */
export function customRoute(route: Extract<Route, { op: 'custom' }>, file: File): RouteCode {
  const { entity, imports, scope, service, variable } = file;
  const { model } = entity;
  const name = operationName(route);
  const isAbout = isAboutOne(route);
  const hasBody = route.method !== 'GET' && route.method !== 'DELETE';
  const others = parametersOf(route).filter((parameter) => parameter !== 'id');
  const contracts = [
    ...(hasBody ? [`${name.pascal}Input`] : []),
    ...(isAbout ? [] : [`${name.pascal}Result`]),
  ];
  if (contracts.length > 0) imports.add(`${scope}/contracts/${service.name}/${name.kebab}`, ...contracts);
  imports.add('./conditions.ts', isAbout ? 'changeHeaders' : 'createHeaders');
  const context = `const context = { useCases, by: ${caller(file)}, signal: request.signal };`;
  const given = [
    ...(isAbout ? ['current'] : []),
    ...(others.length > 0 ? ['request.params'] : []),
    ...(hasBody ? ['request.body'] : []),
    'context',
  ];
  if (isAbout) {
    imports.add(`${scope}/kit/etag`, 'etag');
    imports.add('./conditions.ts', 'checkVersion');
  }
  return {
    summary: name.title,
    schema: [
      ...(parametersOf(route).length > 0 ? [`params: ${keyOf(route, file)}`] : []),
      `headers: ${isAbout ? 'changeHeaders' : 'createHeaders'}`,
      ...(hasBody ? [`body: ${name.pascal}Input`] : []),
    ],
    responses: [
      isAbout
        ? success(
            file,
            200,
            `The ${inWords(model.names)} as it is now`,
            `contract.${model.names.pascal}`,
            'etag',
          )
        : success(file, 200, 'The result', `${name.pascal}Result`),
      problemsOf(file, 400, 404, 409, 412, 422, 503),
    ],
    wantsBody: hasBody,
    arguments: 'request, reply',
    body: isAbout
      ? [
          `const current = await ${file.cases}.get(request.params.id);`,
          "checkVersion(request.headers['if-match'], current.version);",
          context,
          assigned(variable, `operations.${name.camel}`, given),
          `reply.header('etag', etag(${variable}.version));`,
          `return reply.code(200).send(${viewName(model)}(${variable}));`,
        ]
      : [
          context,
          assigned('result', `operations.${name.camel}`, given),
          'return reply.code(200).send(result);',
        ],
  };
}
