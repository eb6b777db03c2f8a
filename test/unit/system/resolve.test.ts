import { describe, expect, it } from 'vitest';
import { loadSpec } from '../../../src/spec/load.ts';
import { resolveSystem } from '../../../src/system/resolve.ts';
import type { AtomService, Model } from '../../../src/system/system.ts';
import { exampleText, systemOf } from './support.ts';

/** A service `s` with what is given below it, indented by four. */
function spec(body: string, top = ''): string {
  const lines = body.trim().split('\n');
  const margin = /^ */.exec(body.replace(/^\n/, ''))?.[0].length ?? 0;
  const inner = lines.map((line, index) => `    ${index === 0 ? line : line.slice(margin)}`);
  return `version: 1\nname: demo\n${top}services:\n  s:\n    kind: atom\n${inner.join('\n')}\n`;
}

function service(text: string): AtomService {
  const [first] = systemOf(text).services;
  if (first === undefined) throw new Error('no service');
  return first;
}

function model(fields: string, more = ''): Model {
  const [first] = service(spec(`models:\n  Thing:\n${more}    fields:\n${fields}`)).models;
  if (first === undefined) throw new Error('no model');
  return first;
}

/** Codes, each with the text it points at. */
function findings(text: string): readonly string[] {
  const loaded = loadSpec({ file: 'hatmax.yml', text });
  if (loaded.value === undefined) throw new Error(JSON.stringify(loaded.diagnostics));
  return resolveSystem(loaded.value).diagnostics.map(({ code, range }) => {
    const quoted = range === undefined ? '' : text.slice(range.start, range.end).split('\n')[0];
    return `${code} ${quoted}`.trim();
  });
}

describe('the project', () => {
  it('has defaults for everything', () => {
    const system = systemOf(exampleText('minimal'));
    expect(system).toMatchObject({
      name: 'todo',
      scope: '@todo',
      packageName: '@todo/todo',
      runtime: { node: '24', pin: true },
      generation: { onDrift: 'merge', ignore: [], createOnce: [] },
      unbuilt: [],
    });
    expect(system.services[0]).toMatchObject({
      name: 'todo',
      port: 8080,
      dependsOn: [],
      basePath: '/todo',
      config: [],
      middlewares: { timeoutMs: 30_000, rateLimit: null, cors: null, compress: false, bodyLimit: 1_048_576 },
    });
  });

  it('makes scope and name of a Go module path', () => {
    expect(
      systemOf(spec('models: {Thing: {fields: {a: string}}}', 'package: github.com/acme/shop\n')),
    ).toMatchObject({
      scope: '@acme',
      packageName: '@acme/shop',
    });
  });

  it('counts ports in the order of the spec and sorts services by name', () => {
    const models = 'models: {Thing: {fields: {a: string}}}';
    const text = `version: 1\nname: demo\ndefaults: {port_base: 9000}\nservices:\n  z: {kind: atom, ${models}}\n  w: {kind: web}\n  a: {kind: atom, ${models}}\n`;
    expect(systemOf(text).services.map((one) => [one.name, one.port])).toEqual([
      ['a', 9002],
      ['z', 9000],
    ]);
  });
});

describe('fields', () => {
  it('are nullable where they are neither required nor have a default', () => {
    const { fields } = model(
      '      a: string\n      b: string!\n      c: string = x\n      d: {type: string, nullable: true, default: x}',
    );
    expect(fields.map((field) => [field.required, field.nullable, field.default])).toEqual([
      [false, true, undefined],
      [true, false, undefined],
      [false, false, 'x'],
      [false, true, 'x'],
    ]);
  });

  it('take required, unique and immutable from validations too', () => {
    const [field] = model(
      '      a: {type: string, validations: [required, unique, immutable, {name: min_len, value: 2}]}',
    ).fields;
    expect(field).toMatchObject({ required: true, unique: true, immutable: true, nullable: false });
    expect(field?.validations).toEqual([{ rule: 'min_len', value: 2 }]);
  });

  it('keep decimals as text with all their digits', () => {
    const [field] = model('      a: decimal(12,2) >= 0.5 = 1').fields;
    expect(field?.default).toBe('1.00');
    expect(field?.validations).toEqual([{ rule: 'min', value: '0.50', exclusive: false }]);
  });

  it('escape reserved words as properties, not as columns', () => {
    expect(model('      class: string').fields[0]).toMatchObject({ property: 'class_', column: 'class' });
  });

  it('refer to models with the type of their ids', () => {
    const thing = service(
      exampleText('catalog').replace(/^.*\n {2}suppliers:/s, 'version: 1\nname: x\nservices:\n  suppliers:'),
    );
    const delivery = thing.models.find((one) => one.names.pascal === 'Delivery');
    expect(delivery?.fields.map((field) => field.type)).toContainEqual(
      expect.objectContaining({ kind: 'ref', service: null, idType: 'string' }),
    );
  });

  it('are shown by name, title or label, else by the first text, else by id', () => {
    expect(model('      a: string\n      title: string').display).toBe('title');
    expect(model('      n: int\n      a: string').display).toBe('a');
    expect(model('      n: int').display).toBe('id');
    expect(model('      n: int\n      a: string', '    display: n\n').display).toBe('n');
  });
});

describe('indexes', () => {
  it('are there for all that lists filter and sort by, and for references, once', () => {
    const { indexes } = model(
      '      code: string! unique\n      status: enum(a, b) = a\n      due: date?\n      parent: ref(Thing)?',
      '    indexes: [{fields: [status, due]}]\n',
    );
    expect(indexes).toEqual([
      { name: 'things_status_due_idx', columns: ['status', 'due'], unique: false },
      { name: 'things_due_idx', columns: ['due', 'id'], unique: false },
      { name: 'things_parent_idx', columns: ['parent'], unique: false },
    ]);
  });

  it('have names that fit every database, and differ', () => {
    const long = 'a'.repeat(40);
    const { indexes } = model(
      `      ${long}_1: int\n      ${long}_2: int`,
      `    indexes: [[${long}_1, ${long}_2], [${long}_2, ${long}_1]]\n`,
    );
    expect(indexes.every((index) => index.name.length <= 63)).toBe(true);
    expect(new Set(indexes.map((index) => index.name)).size).toBe(indexes.length);
  });
});

describe('routes', () => {
  it('are full CRUD where none is said', () => {
    const { routes } = service(exampleText('minimal'));
    expect(routes.map((route) => `${route.id} ${route.method} ${route.path}`)).toEqual([
      'itemList GET /todo/items',
      'itemCreate POST /todo/items',
      'itemGet GET /todo/items/{id}',
      'itemUpdate PATCH /todo/items/{id}',
      'itemDelete DELETE /todo/items/{id}',
    ]);
  });

  it('give children of aggregates a place below their root, and no place of their own', () => {
    const { routes, models } = service(exampleText('catalog'));
    expect(models.map((one) => one.names.pascal)).toEqual(['Category', 'Product']);
    expect(
      routes
        .filter((route) => 'child' in route && route.child === 'prices')
        .map((route) => [route.id, route.op, route.path]),
    ).toEqual([
      ['priceListPriceList', 'child_list', '/catalog/price-lists/{id}/prices'],
      ['priceListPriceAdd', 'child_create', '/catalog/price-lists/{id}/prices'],
      ['priceListPriceGet', 'child_get', '/catalog/price-lists/{id}/prices/{price_id}'],
      ['priceListPriceUpdate', 'child_update', '/catalog/price-lists/{id}/prices/{price_id}'],
      ['priceListPriceRemove', 'child_delete', '/catalog/price-lists/{id}/prices/{price_id}'],
    ]);
  });

  const handlers = (lines: string, base = '') =>
    service(
      spec(`models: {Thing: {fields: {name: string, class: string}}}\napi:\n${base}  handlers:\n${lines}`),
    );

  it('are those that are said, under the base path, with readable ids', () => {
    const { routes } = handlers(
      [
        '    - {route: "GET /v1/things", source: repo, model: Thing, op: list, filter: [class], sort: [name]}',
        '    - {route: "GET /things/named", source: repo, model: Thing, op: list}',
        '    - {id: make_thing, route: "POST /things", source: repo, model: Thing, op: create}',
        '    - {route: "POST /things/{id}/close", source: service, model: Thing, op: custom, custom_operation: close_it}',
      ].join('\n'),
      '  base_path: /v1/\n',
    );
    expect(routes.map((route) => `${route.id} ${route.method} ${route.path} ${route.op}`)).toEqual([
      'thingList GET /v1/things list',
      'thingList2 GET /v1/things/named list',
      'makeThing POST /v1/things create',
      'thingCloseIt POST /v1/things/{id}/close custom',
    ]);
    expect(routes[0]).toMatchObject({ filter: ['class_'], sort: ['name'], page: { default: 50, max: 200 } });
    expect(routes[1]).toMatchObject({ filter: [], sort: [] });
  });

  it('have middlewares from far to near', () => {
    const top = 'defaults: {middlewares: {timeout: 9s, compress: true}}\n';
    const one = service(
      spec(
        'middlewares: {timeout: 8s}\nmodels: {Thing: {fields: {name: string}}}\napi:\n  rate_limit: 5/s\n  handlers: [{route: "GET /s/t", source: repo, model: Thing, op: list, middlewares: {timeout: 7s}, rate_limit: 6/s}]',
        top,
      ),
    );
    expect(one.middlewares).toMatchObject({
      timeoutMs: 8000,
      compress: true,
      rateLimit: { max: 5, windowMs: 1000 },
    });
    expect(one.routes[0]?.middlewares).toEqual({ timeoutMs: 7000, rateLimit: { max: 6, windowMs: 1000 } });
  });
});

describe('what only shows once defaults are filled in', () => {
  const fields = 'fields: {name: string}';
  it.each([
    [
      'HM2001',
      'two models with one plural',
      `models:\n  Person: {plural: people, table: a, ${fields}}\n  Human: {plural: people, table: b, ${fields}}`,
    ],
    [
      'HM2002',
      'two models in one table',
      `models:\n  Person: {table: people, ${fields}}\n  Human: {table: people, ${fields}}`,
    ],
    [
      'HM2003',
      'a column of the audit',
      'models:\n  Person: {options: {audit: true}, fields: {created_at: datetime}}',
    ],
    ['HM2003', 'a version', 'models:\n  Person: {fields: {version: int}}'],
    [
      'HM2003',
      'the column of the root',
      `models:\n  Line: {fields: {order_id: uuid}}\naggregates:\n  Order: {${fields}, children: {lines: Line}}`,
    ],
    [
      'HM2003',
      'a collection',
      `models:\n  Line: {${fields}}\naggregates:\n  Order: {fields: {lines: int}, children: {lines: Line}}`,
    ],
    ['HM2004', 'two spellings of one field', 'models:\n  Person: {fields: {line_1: string, line1: string}}'],
    [
      'HM2004',
      'two spellings of one model',
      `models:\n  HttpPeer: {${fields}}\n  HTTPPeer: {plural: peers, table: x, ${fields}}`,
    ],
    [
      'HM2004',
      'two settings of one name',
      `config:\n  a_b: {type: int, default: 1}\n  c: {type: int, default: 1, env: A_B}\nmodels:\n  Person: {${fields}}`,
    ],
    [
      'HM2005',
      'a child of two roots',
      `models:\n  Line: {${fields}}\naggregates:\n  Order: {${fields}, children: {lines: Line}}\n  Offer: {${fields}, children: {lines: Line}}`,
    ],
    [
      'HM2008',
      'a setting of every service',
      `config:\n  port: {type: int, default: 1}\nmodels:\n  Person: {${fields}}`,
    ],
    ['HM2009', 'a noncharacter', `description: "a\\uFDD0b"\nmodels:\n  Person: {${fields}}`],
    ['HM2010', 'one index twice', `models:\n  Person: {${fields}, indexes: [[name], [name]]}`],
  ])('%s: %s', (code, _, body) => {
    const found = findings(spec(body));
    expect(found.map((one) => one.slice(0, 6))).toContain(code);
    expect(found.every((one) => one.length > 7 || one === 'HM2009')).toBe(true);
  });

  it('HM2001: a route that is said twice, with other names for its parameters', () => {
    const list =
      '{route: "GET /s/{a}", source: repo, model: T, op: get}, {route: "GET /s/{b}", source: repo, model: T, op: get}';
    const text = spec(`models: {T: {${fields}}}\napi: {handlers: [${list}]}`);
    const loaded = loadSpec({ file: 'hatmax.yml', text });
    const found = loaded.value === undefined ? loaded.diagnostics : resolveSystem(loaded.value).diagnostics;
    expect(found).toHaveLength(1);
    expect(found[0]?.range).toBeDefined();
  });

  it.each([
    ['a list inside a parameter', 'GET /s/{kind}', 'Thing', 'list'],
    ['a creation that names one', 'POST /s/{id}', 'Thing', 'create'],
    ['one that is not named', 'GET /s', 'Thing', 'get'],
    ['one by another name', 'PATCH /s/{thing_id}', 'Thing', 'update'],
    ['a child without its root', 'DELETE /s/lines/{line_id}', 'Line', 'delete'],
    ['a child whose root comes last', 'GET /s/{line_id}/{id}', 'Line', 'get'],
    ['a reading that is no GET', 'POST /s/{id}', 'Thing', 'get'],
    ['a creation by GET', 'GET /s', 'Thing', 'create'],
  ])('HM2012: %s: %s', (_, route, of, op) => {
    const handler = `{route: "${route}", source: repo, model: ${of}, op: ${op}}`;
    const models = `models: {Thing: {${fields}}, Line: {${fields}}}\naggregates: {Order: {${fields}, children: {lines: Line}}}`;
    const found = findings(spec(`${models}\napi: {handlers: [${handler}]}`));
    expect(found).toEqual(['HM2012 route']);
  });

  it('HM2007: a port that a position leads to', () => {
    const text = `version: 1\nname: demo\nservices:\n  a: {kind: atom, port: 8081, models: {T: {${fields}}}}\n  b: {kind: atom, models: {T: {${fields}}}}\n`;
    const found = findings(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^HM2007 b/);
  });

  it('finds nothing in the examples', () => {
    for (const name of ['minimal', 'todo', 'catalog']) expect(findings(exampleText(name))).toEqual([]);
  });
});
