import type { Json } from '../../src/json/json.ts';
import { after, group, hardline, type Layout, line, nest, union } from '../../src/render/layout.ts';
import { docComment, tsLiteral } from '../../src/render/literals.ts';

/** Each on a line of its own. */
export function lines(all: readonly Layout[]): Layout {
  return all.join(hardline);
}

/** `name: value`; a value that is a name, a path of names or a text goes to the next line where it does not fit. */
export function entry(name: string, value: Layout): Layout {
  return `${name}:${after(value)}`;
}

/** Members of an interface or type, or an alias that says there are none. */
export function interfaceOf(name: string, members: readonly Layout[]): Layout {
  if (members.length === 0) return `export type ${name} = Record<string, never>;`;
  return `export interface ${name} {${nest(hardline + lines(members))}${hardline}}`;
}

/** `readonly name: A | B;` */
export function member(name: string, types: readonly string[], options: { optional?: boolean } = {}): Layout {
  const mark = options.optional === true ? '?' : '';
  const [only, ...others] = types;
  return `readonly ${name}${mark}:${others.length === 0 ? ` ${only}` : union(types)};`;
}

export function documented(text: string, declaration: Layout): readonly Layout[] {
  return text === '' ? [declaration] : [docComment(text), declaration];
}

/** `name: left ?? right,` */
export function orElse(name: string, left: string, right: Json): Layout {
  const literal = tsLiteral(right);
  const inline = typeof right === 'object' && right !== null && Object.keys(right).length > 0;
  if (inline) return `${name}: ${left} ?? ${literal},`;
  return `${name}:${after(group(`${left} ??${line}${literal}`))},`;
}

/** What stands after `name:` or `=`: `test ? yes : no`. The test is a comparison. Write no space before it. */
export function conditional(test: string, yes: Layout, no: Layout): Layout {
  return after(group(`${test}${nest(`${line}? ${yes}${line}: ${no}`)}`));
}
