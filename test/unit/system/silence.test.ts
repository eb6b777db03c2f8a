import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadSpec } from '../../../src/spec/load.ts';
import { resolveSystem } from '../../../src/system/resolve.ts';

type Path = readonly (string | number)[];

/** Every key below maps and every item of lists, deepest last. */
function pathsOf(tree: unknown, at: Path = []): readonly Path[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const keys = Array.isArray(tree) ? tree.map((_, index) => index) : Object.keys(tree);
  return keys.flatMap((key) => {
    const path = [...at, key];
    return [path, ...pathsOf((tree as Record<string | number, unknown>)[key], path)];
  });
}

function without(text: string, path: Path): string {
  const tree = parse(text) as Record<string | number, unknown>;
  const parent = path.slice(0, -1).reduce((one, key) => one[key] as typeof tree, tree);
  const last = path.at(-1) ?? '';
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return stringify(tree);
}

function outcome(text: string): string | undefined {
  const loaded = loadSpec({ file: 'hatmax.yml', text });
  if (loaded.value === undefined) return undefined;
  const { value } = resolveSystem(loaded.value);
  return value === undefined ? undefined : JSON.stringify(value);
}

/** Keys that could be taken out of a spec with nothing to show for it: what they say would be ignored. */
function silent(text: string): readonly string[] {
  const whole = outcome(text);
  if (whole === undefined) throw new Error('the spec is not valid');
  return pathsOf(parse(text))
    .filter((path) => !UNBUILT.test(path.join('.')))
    .filter((path) => outcome(without(text, path)) === whole)
    .map((path) => path.join('.'));
}

/** Inside of parts that are told to be unbuilt as a whole. */
const UNBUILT =
  /^(auth|roles|messaging|audit|deployment|observability\.\w+)\.|\.(events|deployment|clients|overrides|auth)\./;

/** What an atom can say, but what stands in the catalog example and is built there. */
const REST = `
version: 1
name: rest
description: All the rest
runtime: {node: "22", pin: false}
defaults: {port_base: 9000, repo_impl: [sqlite, mongo], transport: grpc, auth: {mode: test}, middlewares: {throttle: 3/s, cors: {origins: [https://a.example]}}}
generation: {on_drift: fail, ignore: [a/*], create_once: [b/*]}
moved: [{from: service.a, to: service.b}]
removed: [{from: service.c, delete: false}]
include: [more/*.yml]
auth: {access_ttl: 5m}
contexts: {org: {}}
roles: {admin: {context: org}}
permissions: {"rest.Thing:close": Close}
messaging: {driver: memory}
observability:
  logging: {level: debug}
  metrics: {path: /numbers}
  tracing: {enabled: true}
  dashboards: {grafana: true}
  errors: {backend: otlp}
  watchdog: {failures: 9}
  analysis: {analyzers: [error_burst]}
audit: {retention: 1d}
deployment: {platforms: [compose]}
services:
  other: {kind: web}
  rest:
    kind: atom
    description: A service
    port: 9100
    repo_impl: [sqlite, postgres]
    transport: http
    auth: {mode: test}
    depends_on: [other]
    config: {limit: {type: int, default: 1, env: THE_LIMIT, description: A limit}, token: {secret: true, default: ""}}
    middlewares: {timeout: 1s, compress: true, body_limit: 1kB}
    events: {thing.made: {payload: {id: uuid!}}}
    clients: {other: {service: other}}
    deployment: {compose: {replicas: 2}}
    models:
      Thing:
        plural: stuff
        table: objects
        description: A thing
        id: {type: string}
        display: code
        options: {audit: true, soft_delete: true, lifecycle: [before_create]}
        fields:
          title: {type: string, label: The title, help: What it is called, private: true, searchable: true}
          code: {type: string, validations: [{name: min_len, value: 3, message: too short}, {name: max_len, value: 9}]}
          share: {type: float, validations: [{name: min, value: 0, exclusive: true}]}
          blob: {type: bytes, max_bytes: 10}
          shape: {type: json, schema: {type: object}}
          state: {type: enum, values: {on: Is on, off: Is off}, default: on}
        indexes: [{fields: [code, share], unique: true, name: by_code}]
      Part: {fields: {name: string, step: int}}
    aggregates:
      Whole:
        plural: totals
        table: sums
        description: All of it
        id: int
        display: other
        fields: {name: string, other: string}
        options: {lifecycle: [after_delete]}
        audit: true
        soft_delete: true
        indexes: [[other, name]]
        children: {parts: {of: Part, order: step, constraints: {unique: [[name]]}, min: 1, max: 7, audit: true}}
        invariants: [{name: some, rule: size(parts) > 0, message: Has some}]
    api:
      base_path: /r
      rate_limit: 7/s
      middlewares: {timeout: 3s}
      handlers:
        - {id: all, route: GET /r/things, source: repo, model: Thing, op: list, filter: [code], sort: [share], page: {default: 5, max: 6}, description: All, permission: "rest.Thing:read", context: org, overrides: {repo_name: Things}, middlewares: {timeout: 2s}, rate_limit: 8/s}
        - {route: "POST /r/things/{id}/close", source: service, model: Thing, op: custom, custom_operation: close}
`;

/** These repeat what would be so without them, or something nearer to the routes has the last word. */
const SAID_TWICE: readonly string[] = [
  'defaults.port_base',
  'defaults.repo_impl.0',
  'defaults.middlewares.throttle',
  'services.rest.kind',
  'services.rest.transport',
  'services.rest.middlewares.timeout',
  'services.rest.models.Thing.display',
  'services.rest.models.Thing.fields.state.type',
  'services.rest.models.Part.fields.step',
  'services.rest.api.handlers.0.source',
  'services.rest.api.handlers.1.source',
];

describe('nothing is skipped silently', () => {
  it('of what an atom can say: it is built, or told to be unbuilt', () => {
    expect(silent(REST)).toEqual(SAID_TWICE);
  });
});
