import { type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import { LINE_WIDTH } from '../../src/render/print-layout.ts';

/** A member of a schema; its code begins with what stands after the colon, be it a blank or a break. */
export interface Member {
  readonly key: string;
  readonly code: Layout;
}

/** A schema and the type of what it lets through, as they are written. */
export interface Declared {
  readonly code: Layout;
  readonly type: Layout;
}

/** What is read. */
export function resource(name: string, members: readonly Member[]): Declared {
  return {
    code: object(
      name,
      'resource',
      members.map(({ key, code }) => `${key}: ${code}`),
    ),
    type: typeOf(name, 'infer'),
  };
}

/** The body of a request. */
export function body(name: string, members: readonly Member[]): Declared {
  return {
    code: object(
      name,
      'body',
      members.map(({ key, code }) => `${key}:${code}`),
    ),
    type: typeOf(name, 'input'),
  };
}

export function page(of: string): Declared {
  const name = `${of}Page`;
  return {
    code: `export const ${name} = ${list('page(', [tsString(name), of], ')')};`,
    type: typeOf(name, 'infer'),
  };
}

export function typeOf(name: string, use: 'infer' | 'input'): Layout {
  return `export type ${name} = ${list(`z.${use}<`, [`typeof ${name}`], '>', { trailing: false })};`;
}

/** What the documentation shows of a schema; `constant`: what holds it, where something else shows it too. */
export function exampled(name: string, members: readonly Layout[], constant?: string): Layout {
  const head = `${constant === undefined ? '' : `const ${constant} = `}example(`;
  const value = list('{', members, '}');
  const isShort = `${head}${name}, {`.length <= LINE_WIDTH;
  return isShort ? `${head}${name}, ${value});` : list(head, [name, value], ');');
}

/** The last argument stays on the line of the call, unless that line is too long. */
function object(name: string, builder: string, members: readonly Layout[]): Layout {
  const shape = list('{', members, '}', { broken: true });
  const head = `export const ${name} = ${builder}(`;
  const isShort = `${head}${tsString(name)}, {`.length <= LINE_WIDTH;
  if (isShort) return `${head}${tsString(name)}, ${shape});`;
  return `${list(head, [tsString(name), shape], ')', { broken: true })};`;
}
