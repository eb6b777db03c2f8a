import { MARKS } from './layout.ts';

/** What a `Layout` says, as a tree. `broken`: holds something that cannot be flat. */
export type Node =
  | { readonly kind: 'text'; readonly text: string; readonly broken: boolean }
  | { readonly kind: 'line'; readonly flat: '' | ' '; readonly broken: false }
  | { readonly kind: 'hardline'; readonly broken: true }
  | { readonly kind: 'break'; readonly broken: true }
  | { readonly kind: 'group' | 'fill'; readonly nodes: readonly Node[]; readonly broken: boolean }
  | { readonly kind: 'fluid'; readonly nodes: readonly Node[]; readonly broken: boolean }
  | { readonly kind: 'choice'; readonly options: readonly (readonly Node[])[]; readonly broken: boolean }
  | {
      readonly kind: 'nest';
      readonly prefix: string;
      readonly nodes: readonly Node[];
      readonly broken: boolean;
    }
  | {
      readonly kind: 'if';
      readonly when: 'broken' | 'flat';
      readonly nodes: readonly Node[];
      readonly broken: false;
    };

const MARK_OR_TEXT = /[\uFDD0-\uFDEF]|[^\uFDD0-\uFDEF]+/g;

/** Throws where marks do not pair up, which is a template's bug. */
export function parseLayout(layout: string): readonly Node[] {
  const tokens = layout.match(MARK_OR_TEXT) ?? [];
  let at = 0;

  const parseUntil = (close: string | undefined): readonly Node[] => {
    const nodes: Node[] = [];
    while (at < tokens.length) {
      const token = tokens[at++] as string;
      if (token === close) return nodes;
      nodes.push(parseOne(token));
    }
    if (close !== undefined) throw new Error('a layout mark is opened and never closed');
    return nodes;
  };

  const parseChoice = (): Node => {
    const options: Node[][] = [[]];
    for (;;) {
      const token = tokens[at++];
      if (token === MARKS.choiceClose) break;
      if (token === undefined) throw new Error('a layout mark is opened and never closed');
      if (token === MARKS.choiceNext) options.push([]);
      else options.at(-1)?.push(parseOne(token));
    }
    return { kind: 'choice', options, broken: someBroken(options[0] ?? []) };
  };

  const parseNest = (): Node => {
    const prefix = tokens[at] === MARKS.prefixEnd ? '' : (tokens[at++] ?? '');
    if (tokens[at++] !== MARKS.prefixEnd) throw new Error('a nest mark without its prefix');
    const nodes = parseUntil(MARKS.nestClose);
    return { kind: 'nest', prefix, nodes, broken: someBroken(nodes) };
  };

  const parseOne = (token: string): Node => {
    switch (token) {
      case MARKS.groupOpen: {
        const nodes = parseUntil(MARKS.groupClose);
        return { kind: 'group', nodes, broken: someBroken(nodes) };
      }
      case MARKS.fillOpen: {
        const nodes = parseUntil(MARKS.fillClose);
        return { kind: 'fill', nodes, broken: someBroken(nodes) };
      }
      case MARKS.nestOpen:
        return parseNest();
      case MARKS.choiceOpen:
        return parseChoice();
      case MARKS.fluidOpen: {
        const nodes = parseUntil(MARKS.fluidClose);
        return { kind: 'fluid', nodes, broken: someBroken(nodes) };
      }
      case MARKS.brokenOpen:
        return { kind: 'if', when: 'broken', nodes: parseUntil(MARKS.brokenClose), broken: false };
      case MARKS.flatOpen:
        return { kind: 'if', when: 'flat', nodes: parseUntil(MARKS.flatClose), broken: false };
      case MARKS.line:
        return { kind: 'line', flat: ' ', broken: false };
      case MARKS.softline:
        return { kind: 'line', flat: '', broken: false };
      case MARKS.hardline:
        return { kind: 'hardline', broken: true };
      case MARKS.breakGroups:
        return { kind: 'break', broken: true };
      default:
        if (token >= '\uFDD0' && token <= '\uFDEF')
          throw new Error('a layout mark is closed and never opened');
        return { kind: 'text', text: token, broken: token.includes('\n') };
    }
  };

  return parseUntil(undefined);
}

function someBroken(nodes: readonly Node[]): boolean {
  return nodes.some((node) => node.broken);
}
