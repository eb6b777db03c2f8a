import { stringify } from 'yaml';

/** A spec as a plain tree, in long form, so that an edit is a change of the tree. */
export interface Sketch {
  version: 1;
  name: string;
  description: string;
  services: Record<string, ServiceSketch>;
  generation: { on_drift?: string; ignore: string[]; create_once: string[] };
  moved: { from: string; to: string }[];
  removed: { from: string; delete: boolean }[];
}

interface ServiceSketch {
  kind: 'atom';
  description: string;
  models: Record<string, ModelSketch>;
  [part: string]: unknown;
}

interface ModelSketch {
  description: string;
  fields: Record<string, string>;
  [part: string]: unknown;
}

export const SPEC_EDITS = [
  'add-service',
  'remove-service',
  'release-service',
  'rename-service',
  'rename-service-plainly',
  'add-model',
  'remove-model',
  'rename-model',
  'set-field',
  'set-field',
  'remove-field',
  'rename-field',
  'describe',
  'model-part',
  'service-part',
  'aggregate',
  'on-drift',
  'ignore',
  'create-once',
  'settle-generation',
  'break',
  'empty',
  'forget-moves',
] as const;

export interface SpecEdit {
  readonly what: (typeof SPEC_EDITS)[number];
  readonly service: number;
  readonly model: number;
  readonly value: number;
}

const SERVICES = ['todo', 'shop', 'mail-box', 'x2', 'orders'];
const MODELS = ['Item', 'Person', 'OrderLine', 'Box'];
const FIELDS = ['alpha', 'beta', 'gamma', 'long_name', 'class'];
const TYPES = [
  'string!',
  'string! unique len 1..80',
  'text?',
  'int >= 0 = 1',
  'int! > 0',
  'decimal(10,2)? >= 0',
  'float >= 0 = 0',
  'bool = true',
  'date?',
  'datetime?',
  'time?',
  'duration = P2D',
  'enum(a, b, c) = a',
  'enum(a, b, c, d) = b',
  'uuid?',
  '[slug]?',
  'email? unique',
  'json = {}',
  'url?',
  'phone?',
  'string? ~ /^[A-Z]{2}$/',
  'ref(Item)?',
];
const MODEL_PARTS: readonly (readonly [string, unknown])[] = [
  ['options', { audit: true }],
  ['options', { soft_delete: true, lifecycle: ['before_create', 'after_delete'] }],
  ['id', { type: 'int' }],
  ['id', { type: 'string' }],
  ['plural', 'many'],
  ['table', 'other_table'],
  ['indexes', [{ fields: ['alpha'] }]],
  ['indexes', [{ fields: ['alpha'], unique: true }]],
  ['display', 'alpha'],
];
const SERVICE_PARTS: readonly (readonly [string, unknown])[] = [
  ['config', { limit: { type: 'int', default: 20, description: 'Most' } }],
  [
    'config',
    {
      limit: { type: 'int', default: 30, description: 'Most' },
      token: { type: 'string', secret: true, default: '' },
    },
  ],
  ['middlewares', { timeout: '5s', compress: true }],
  ['middlewares', { body_limit: '1MiB', throttle: '100/1m' }],
  ['port', 9000],
  ['port', 9001],
  ['api', { base_path: '/other' }],
  ['api', { rate_limit: '10/1m' }],
];
const GLOBS = [
  'services/*/Dockerfile',
  '**/README.md',
  'services/todo/**',
  'tools/*',
  '**/*.json',
  '**/domain/*',
];
const POLICIES = ['merge', 'keep', 'overwrite', 'fail'];

export const FIRST: Sketch = {
  version: 1,
  name: 'demo',
  description: 'A demo',
  services: { todo: service('Lists') },
  generation: { ignore: [], create_once: [] },
  moved: [],
  removed: [],
};

function service(description: string): ServiceSketch {
  return { kind: 'atom', description, models: { Item: model('A thing') } };
}

function model(description: string): ModelSketch {
  return { description, fields: { alpha: 'string!' } };
}

/** The text of a spec after an edit; `break` and `empty` leave the sketch alone and spoil the text. */
export function editSpec(sketch: Sketch, edit: SpecEdit): { readonly sketch: Sketch; readonly text: string } {
  const next = structuredClone(sketch);
  change(next, edit);
  if (edit.what === 'break') return { sketch, text: `${textOf(sketch)}services: [\n` };
  if (edit.what === 'empty') return { sketch, text: edit.value % 2 === 0 ? '' : 'version: 1\nname: demo\n' };
  return { sketch: next, text: textOf(next) };
}

export function textOf({ generation, moved, removed, ...sketch }: Sketch): string {
  return stringify({
    ...sketch,
    generation: Object.fromEntries(Object.entries(generation).filter(([, value]) => value.length > 0)),
    ...(moved.length > 0 ? { moved } : {}),
    ...(removed.length > 0 ? { removed } : {}),
  });
}

function change(next: Sketch, { what, service: at, model: of, value }: SpecEdit): void {
  const name = pick(Object.keys(next.services), at);
  const one = next.services[name] as ServiceSketch;
  const modelName = pick(Object.keys(one.models), of);
  const chosen = one.models[modelName] as ModelSketch;
  const fresh = SERVICES.find((candidate) => next.services[candidate] === undefined) ?? name;
  const field = pick(Object.keys(chosen.fields), value);
  switch (what) {
    case 'add-service':
      next.services[fresh] = service(`Service ${value}`);
      next.moved = next.moved.filter(({ from }) => from !== `service.${fresh}`);
      next.removed = next.removed.filter(({ from }) => from !== `service.${fresh}`);
      return;
    case 'remove-service':
    case 'release-service':
      if (Object.keys(next.services).length === 1) return;
      delete next.services[name];
      next.moved = next.moved.filter(({ to }) => to !== `service.${name}`);
      if (what === 'release-service') next.removed.push({ from: `service.${name}`, delete: value % 2 === 0 });
      return;
    case 'rename-service':
    case 'rename-service-plainly':
      if (fresh === name) return;
      next.services = renamed(next.services, name, fresh);
      next.moved = next.moved.filter(({ from }) => from !== `service.${fresh}`);
      next.removed = next.removed.filter(({ from }) => from !== `service.${fresh}`);
      if (what === 'rename-service') next.moved.push({ from: `service.${name}`, to: `service.${fresh}` });
      else next.moved = next.moved.filter(({ to }) => to !== `service.${name}`);
      return;
    case 'add-model':
      one.models[pick(MODELS, value)] ??= model(`Model ${value}`);
      return;
    case 'remove-model':
      if (Object.keys(one.models).length > 1) delete one.models[modelName];
      return;
    case 'rename-model': {
      const to = pick(MODELS, value);
      if (one.models[to] === undefined) one.models = renamed(one.models, modelName, to);
      return;
    }
    case 'set-field':
      chosen.fields[pick(FIELDS, of + value)] = pick(TYPES, value);
      return;
    case 'remove-field':
      if (Object.keys(chosen.fields).length > 1) delete chosen.fields[field];
      return;
    case 'rename-field': {
      const to = pick(FIELDS, value);
      if (chosen.fields[to] === undefined) chosen.fields = renamed(chosen.fields, field, to);
      return;
    }
    case 'describe':
      if (value % 3 === 0) next.description = `Text ${value}`;
      else if (value % 3 === 1) one.description = `Text ${value}`;
      else chosen.description = `Text ${value}`;
      return;
    case 'model-part':
      toggle(chosen, pick(MODEL_PARTS, value));
      return;
    case 'service-part':
      toggle(one, pick(SERVICE_PARTS, value));
      return;
    case 'aggregate':
      toggle(one, [
        'aggregates',
        {
          Basket: {
            fields: { title: 'string!' },
            children: { lines: { of: modelName } },
            invariants: [{ name: 'few', rule: `size(lines) < ${value + 1}`, message: 'few lines' }],
          },
        },
      ]);
      return;
    case 'on-drift':
      next.generation.on_drift = pick(POLICIES, value);
      return;
    case 'ignore':
      next.generation.ignore = [pick(GLOBS, value)];
      return;
    case 'create-once':
      next.generation.create_once = [pick(GLOBS, value)];
      return;
    case 'settle-generation':
      next.generation = { ignore: [], create_once: [] };
      return;
    case 'forget-moves':
      next.moved = [];
      next.removed = [];
      return;
    case 'break':
    case 'empty':
      return;
  }
}

function toggle(tree: Record<string, unknown>, [key, value]: readonly [string, unknown]): void {
  if (JSON.stringify(tree[key]) === JSON.stringify(value)) delete tree[key];
  else tree[key] = value;
}

function renamed<T>(map: Record<string, T>, from: string, to: string): Record<string, T> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key === from ? to : key, value]));
}

export function pick<T>(from: readonly T[], at: number): T {
  if (from.length === 0) throw new Error('nothing to pick from');
  return from[at % from.length] as T;
}
