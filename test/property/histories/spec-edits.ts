import { type ModelSketch, model, type ServiceSketch, type Sketch, service, textOf } from './sketch.ts';
import {
  FIELDS,
  GLOBS,
  MODEL_PARTS,
  MODELS,
  POLICIES,
  SERVICE_PARTS,
  SERVICES,
  TOP_PARTS,
  TYPES,
} from './spec-parts.ts';

export const SPEC_EDITS = [
  'add-service',
  'remove-service',
  'release-service',
  'rename-service',
  'rename-service-plainly',
  'reorder-services',
  'add-model',
  'remove-model',
  'rename-model',
  'rename-model-plainly',
  'move-model',
  'set-field',
  'set-field',
  'remove-field',
  'rename-field',
  'rename-field-plainly',
  'reorder-fields',
  'describe',
  'rename-project',
  'model-part',
  'service-part',
  'top-part',
  'simplify',
  'aggregate',
  'on-drift',
  'ignore',
  'create-once',
  'settle-generation',
  'looks',
  'break',
  'empty',
  'gone',
  'git-conflict',
  'forget-moves',
] as const;

export interface SpecEdit {
  readonly what: (typeof SPEC_EDITS)[number];
  readonly service: number;
  readonly model: number;
  readonly value: number;
}

/** The text of a spec after an edit; what spoils the text leaves the sketch alone. */
export function editSpec(
  sketch: Sketch,
  edit: SpecEdit,
): { readonly sketch: Sketch; readonly text: string | undefined } {
  const next = structuredClone(sketch);
  change(next, edit);
  if (edit.what === 'break') return { sketch, text: `${textOf(sketch)}services: [\n` };
  if (edit.what === 'empty') return { sketch, text: edit.value % 2 === 0 ? '' : 'version: 1\nname: demo\n' };
  if (edit.what === 'gone') return { sketch, text: undefined };
  if (edit.what === 'git-conflict') {
    const other = structuredClone(sketch);
    change(other, { ...edit, what: 'describe' });
    return { sketch, text: `<<<<<<< HEAD\n${textOf(sketch)}=======\n${textOf(other)}>>>>>>> other\n` };
  }
  return { sketch: next, text: textOf(next) };
}

/** What an edit is about. */
interface Chosen {
  readonly name: string;
  readonly one: ServiceSketch;
  readonly modelName: string;
  readonly chosen: ModelSketch;
  readonly field: string;
  /** A name no service has, as far as there is one. */
  readonly fresh: string;
}

function choose(next: Sketch, { service: at, model: of, value }: SpecEdit): Chosen {
  const name = pick(Object.keys(next.services), at);
  const one = next.services[name] as ServiceSketch;
  if (Object.keys(one.models).length === 0) one.models.Item = model('A thing');
  const modelName = pick(Object.keys(one.models), of);
  const chosen = one.models[modelName] as ModelSketch;
  const fresh = SERVICES.find((candidate) => next.services[candidate] === undefined) ?? name;
  return { name, one, modelName, chosen, field: pick(Object.keys(chosen.fields), value), fresh };
}

function change(next: Sketch, edit: SpecEdit): void {
  const found = choose(next, edit);
  if (edit.what.includes('service') && edit.what !== 'service-part') changeServices(next, edit, found);
  else if (edit.what.includes('model') && edit.what !== 'model-part') changeModels(next, edit, found);
  else if (edit.what.includes('field')) changeFields(next, edit, found);
  else if (edit.what.includes('part') || edit.what === 'aggregate') changeParts(next, edit, found);
  else changeRest(next, edit, found);
}

function changeServices(next: Sketch, { what, value }: SpecEdit, { name, fresh }: Chosen): void {
  const isOnly = Object.keys(next.services).length === 1;
  switch (what) {
    case 'add-service':
      next.services[fresh] = service(`Service ${value}`);
      forgetFrom(next, fresh);
      return;
    case 'remove-service':
    case 'release-service':
      if (isOnly) return;
      delete next.services[name];
      next.moved = next.moved.filter(({ to }) => to !== `service.${name}`);
      if (what === 'release-service') next.removed.push({ from: `service.${name}`, delete: value % 2 === 0 });
      return;
    case 'rename-service':
    case 'rename-service-plainly':
      if (fresh === name) return;
      next.services = renamed(next.services, name, fresh);
      forgetFrom(next, fresh);
      if (what === 'rename-service') next.moved.push({ from: `service.${name}`, to: `service.${fresh}` });
      else next.moved = next.moved.filter(({ to }) => to !== `service.${name}`);
      return;
    default:
      next.services = Object.fromEntries(Object.entries(next.services).reverse());
  }
}

function changeModels(next: Sketch, { what, value }: SpecEdit, found: Chosen): void {
  const { name, one, modelName, chosen } = found;
  const to = pick(MODELS, value);
  switch (what) {
    case 'add-model':
      one.models[to] ??= model(`Model ${value}`);
      return;
    case 'remove-model':
      if (Object.keys(one.models).length > 1) delete one.models[modelName];
      return;
    case 'move-model': {
      const target = pick(Object.keys(next.services), value);
      const there = next.services[target]?.models;
      if (there === undefined || there[modelName] !== undefined || Object.keys(one.models).length === 1)
        return;
      delete one.models[modelName];
      there[modelName] = chosen;
      next.moved.push({ from: `service.${name}.${modelName}`, to: `service.${target}.${modelName}` });
      return;
    }
    default:
      if (one.models[to] !== undefined) return;
      one.models = renamed(one.models, modelName, to);
      forgetFrom(next, `${name}.${to}`);
      if (what === 'rename-model')
        next.moved.push({ from: `service.${name}.${modelName}`, to: `service.${name}.${to}` });
  }
}

function changeFields(next: Sketch, { what, model: of, value }: SpecEdit, found: Chosen): void {
  const { name, modelName, chosen, field } = found;
  switch (what) {
    case 'set-field':
      chosen.fields[pick(FIELDS, of + value)] = structuredClone(pick(TYPES, value));
      return;
    case 'remove-field':
      if (Object.keys(chosen.fields).length > 1) delete chosen.fields[field];
      return;
    case 'reorder-fields':
      chosen.fields = Object.fromEntries(Object.entries(chosen.fields).reverse());
      return;
    default: {
      const to = pick(FIELDS, value);
      if (chosen.fields[to] !== undefined) return;
      chosen.fields = renamed(chosen.fields, field, to);
      const above = `service.${name}.${modelName}`;
      if (what === 'rename-field') next.moved.push({ from: `${above}.${field}`, to: `${above}.${to}` });
    }
  }
}

function changeParts(
  next: Sketch,
  { what, value }: SpecEdit,
  { one, chosen, modelName, name }: Chosen,
): void {
  switch (what) {
    case 'model-part':
      toggle(chosen, pick(MODEL_PARTS, value));
      return;
    case 'service-part':
      toggle(one, pick(SERVICE_PARTS, value));
      return;
    case 'top-part':
      toggle(next, pick(TOP_PARTS, value));
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
    default:
      throw new Error(`no part ${what} of ${name}`);
  }
}

function changeRest(next: Sketch, { what, value }: SpecEdit, { one, chosen, name }: Chosen): void {
  switch (what) {
    case 'describe':
      if (value % 3 === 0) next.description = `Text ${value}`;
      else if (value % 3 === 1) one.description = `Text ${value}`;
      else chosen.description = `Text ${value}`;
      return;
    case 'rename-project':
      next.name = value % 2 === 0 ? 'demo' : 'other-demo';
      return;
    case 'simplify':
      next.services[name] = { ...service(`Simple ${value}`), models: one.models };
      for (const [key] of TOP_PARTS) if (key !== 'description') delete next[key];
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
    case 'looks':
      next.looks = pick([{}, { crlf: true }, { bom: true }, { comment: `Said ${value}: ünï 日本` }], value);
      return;
    default:
  }
}

function forgetFrom(next: Sketch, name: string): void {
  next.moved = next.moved.filter(({ from }) => from !== `service.${name}`);
  next.removed = next.removed.filter(({ from }) => from !== `service.${name}`);
}

function toggle(tree: Record<string, unknown>, [key, value]: readonly [string, unknown]): void {
  if (JSON.stringify(tree[key]) !== JSON.stringify(value)) tree[key] = structuredClone(value);
  else if (key === 'kind') tree[key] = 'atom';
  else delete tree[key];
}

function renamed<T>(map: Record<string, T>, from: string, to: string): Record<string, T> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key === from ? to : key, value]));
}

export function pick<T>(from: readonly T[], at: number): T {
  if (from.length === 0) throw new Error('nothing to pick from');
  return from[at % from.length] as T;
}
