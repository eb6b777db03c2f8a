import type { Layout } from '../../src/render/layout.ts';
import type { AtomService, Route } from '../../src/system/system.ts';
import type { Entity } from './entity.ts';
import { Imports } from './import-order.ts';
import type { clientTest } from './test-client.ts';
import type { Parts } from './test-model.ts';
import { createRouteOf } from './test-shape.ts';

/** What `test/http/<model>.test.ts` imports. */
export function testImports(given: {
  client: ReturnType<typeof clientTest>;
  entity: Entity;
  service: AtomService;
  scope: string;
  own: readonly Route[];
  children: readonly { body: string; contract: string; schema: string; hasChange: boolean }[];
  operations: readonly { constant: string; file: string }[];
  parts: Parts;
  usesWithout: boolean;
  hasTold: boolean;
  uniques: readonly { isTold: boolean }[];
  shown: readonly Layout[];
}): Layout {
  const { entity, service, scope, own, children, operations, parts } = given;
  const { names } = entity.model;
  const imports = new Imports();
  imports.add('vitest', 'describe', 'expect', 'it');
  const hasOne = own.some((route) => ['get', 'update', 'delete'].includes(route.op));
  const hasCreate = createRouteOf(service, entity.model) !== undefined;
  const isWhole = parts.updateMethod === 'put';
  const asksBody = given.shown.some((line) => line.includes('newBody')) || parts.hasUpdate;
  imports.add('./api.ts', 'startApi');
  if (hasCreate || parts.hasList || parts.refusesChanges || parts.hasImmutable)
    imports.add('./api.ts', 'faultyFields');
  const isOnly = (parts.hasUpdate && !isWhole) || parts.hasImmutable || children.some((one) => one.hasChange);
  if (hasCreate || isOnly) imports.add('./api.ts', 'only');
  if (hasOne) imports.add('./api.ts', 'type Body');
  if (parts.hasList || children.length > 0) imports.add('./api.ts', 'itemsOf');
  if (parts.hasRanges || parts.hasSorts) imports.add('./api.ts', 'compare');
  const isLess = !hasCreate && given.shown.some((line) => line.includes('without('));
  if (given.usesWithout || isLess || parts.hasUpdate || given.client.clientUpdates)
    imports.add('./api.ts', 'without');
  const isTold = given.hasTold || parts.hasFixed || given.uniques.some((one) => one.isTold);
  if (isTold) imports.add('./api.ts', 'wordsOn');
  const sample = `./samples/${names.kebab}.ts`;
  if (hasCreate || asksBody || parts.hasImmutable || given.client.clientReplaces)
    imports.add(sample, `${names.camel}Body as newBody`);
  if (hasOne || parts.hasList) imports.add(sample, `create${names.pascal} as create`);
  for (const { body } of children) imports.add(sample, body);
  imports.add(`${scope}/kit/client`, 'createHttpClient');
  imports.add(`${scope}/contracts/${service.name}/client`, given.client.client);
  const contracts = `${scope}/contracts/${service.name}/${names.kebab}`;
  if (hasCreate) imports.add(contracts, `${names.pascal}Create as contract`);
  if (given.client.clientReplaces) imports.add(contracts, `${names.pascal}Replace as replacement`);
  for (const { contract, schema } of children) imports.add(contracts, `${schema} as ${contract}`);
  if (operations.length > 0) imports.add('../../src/custom-operations.ts', 'operations');
  for (const { constant, file } of operations) {
    imports.add(`${scope}/contracts/${service.name}/${file}`, `${constant}Example`);
  }
  return imports.write();
}
