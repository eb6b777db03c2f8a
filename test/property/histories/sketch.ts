import { parse, stringify } from 'yaml';

/** A spec as a plain tree, in long form, so that an edit is a change of the tree. */
export interface Sketch {
  version: 1;
  name: string;
  services: Record<string, ServiceSketch>;
  generation: { on_drift?: string; ignore: string[]; create_once: string[] };
  moved: { from: string; to: string }[];
  removed: { from: string; delete: boolean }[];
  /** How the text is written, beside what it says. */
  looks: Looks;
  [part: string]: unknown;
}

export interface Looks {
  readonly crlf?: boolean;
  readonly bom?: boolean;
  readonly comment?: string;
}

export interface ServiceSketch {
  kind: string;
  description?: string;
  models: Record<string, ModelSketch>;
  [part: string]: unknown;
}

export interface ModelSketch {
  description?: string;
  fields: Record<string, unknown>;
  [part: string]: unknown;
}

export function service(description: string): ServiceSketch {
  return { kind: 'atom', description, models: { Item: model('A thing') } };
}

export function model(description: string): ModelSketch {
  return { description, fields: { alpha: 'string!' } };
}

export const FIRST: Sketch = {
  version: 1,
  name: 'demo',
  description: 'A demo',
  services: { todo: service('Lists') },
  generation: { ignore: [], create_once: [] },
  moved: [],
  removed: [],
  looks: {},
};

export function textOf({ generation, moved, removed, looks, ...sketch }: Sketch): string {
  const text = stringify({
    ...sketch,
    generation: Object.fromEntries(Object.entries(generation).filter(([, value]) => value.length > 0)),
    ...(moved.length > 0 ? { moved } : {}),
    ...(removed.length > 0 ? { removed } : {}),
  });
  const commented = looks.comment === undefined ? text : `# ${looks.comment}\n${text}`;
  const ended = looks.crlf ? commented.replaceAll('\n', '\r\n') : commented;
  return looks.bom ? `\ufeff${ended}` : ended;
}

/** What a command of hatmax made of the text; undefined where it is no spec a sketch can stand for. */
export function sketchOf(text: string): Sketch | undefined {
  try {
    const tree = parse(text) as Partial<Sketch> | null;
    if (tree === null || typeof tree.services !== 'object' || Object.keys(tree.services).length === 0)
      return undefined;
    const { generation, moved = [], removed = [], ...rest } = tree;
    const services = Object.fromEntries(
      Object.entries(tree.services).map(([name, one]) => [name, { ...one, models: one.models ?? {} }]),
    );
    return {
      version: 1,
      name: 'demo',
      ...rest,
      services,
      generation: { ignore: [], create_once: [], ...generation },
      moved,
      removed,
      looks: {},
    };
  } catch {
    return undefined;
  }
}
