import { ANY_MARK } from './layout.ts';
import { type Node, parseLayout } from './layout-tree.ts';

export const LINE_WIDTH = 110;

type Mode = 'flat' | 'broken';
/** Loose: what may break is broken, in groups too. */
type FitMode = Mode | 'loose';

interface Command {
  readonly node: Node;
  readonly mode: Mode;
  /** What the marks add to the start of a new line; what the text's own line starts with is in `Output`. */
  readonly prefix: string;
}

/** Resolves the marks of a rendered file. Text without any goes through as it is. */
export function printLayout(layout: string, width = LINE_WIDTH): string {
  if (!ANY_MARK.test(layout)) return layout;
  const output = new Output();
  const stack = commandsOf(parseLayout(layout), 'broken', '').reverse();
  for (let command = stack.pop(); command !== undefined; command = stack.pop()) {
    printOne(command, stack, output, width);
  }
  return output.text;
}

function printOne(command: Command, stack: Command[], output: Output, width: number): void {
  const { node, mode, prefix } = command;
  switch (node.kind) {
    case 'text':
      output.write(node.text);
      return;
    case 'line':
      if (mode === 'flat') output.write(node.flat);
      else output.newLine(prefix);
      return;
    case 'hardline':
      output.newLine(prefix);
      return;
    case 'break':
      return;
    case 'nest':
      pushAll(stack, node.nodes, mode, prefix + node.prefix);
      return;
    case 'if':
      if (node.when === mode) pushAll(stack, node.nodes, mode, prefix);
      return;
    case 'group': {
      const flat = !node.broken && (mode === 'flat' || fits(node.nodes, stack, width - output.column));
      pushAll(stack, node.nodes, flat ? 'flat' : 'broken', prefix);
      return;
    }
    case 'fluid':
      printFluid(node, command, stack, output, width);
      return;
    case 'choice':
      printChoice(node, command, stack, output, width);
      return;
    case 'fill':
      printFill(node.nodes, command, stack, output, width);
      return;
  }
}

/** A new line only where the content does not even fit up to the first place it may break at. */
function printFluid(
  node: Node & { kind: 'fluid' },
  { mode, prefix }: Command,
  stack: Command[],
  output: Output,
  width: number,
): void {
  const room = width - output.column - 1;
  const stays = mode === 'flat' || fits(node.nodes, stack, room, 'loose');
  if (stays) output.write(' ');
  else output.newLine(`${prefix}  `);
  pushAll(stack, node.nodes, mode, stays ? prefix : `${prefix}  `);
}

function printChoice(
  node: Node & { kind: 'choice' },
  { mode, prefix }: Command,
  stack: Command[],
  output: Output,
  width: number,
): void {
  const room = width - output.column;
  const [first = [], ...others] = node.options;
  if (mode === 'flat' || fits(first, stack, room)) {
    pushAll(stack, first, 'flat', prefix);
    return;
  }
  const last = node.options.length - 2;
  const chosen =
    others.find((option, index) => index === last || fits(option, stack, room, 'broken')) ?? first;
  pushAll(stack, chosen, 'broken', prefix);
}

/** Each separator is broken on its own: where what stands between it and the next one does not fit. */
function printFill(
  nodes: readonly Node[],
  { mode, prefix }: Command,
  stack: Command[],
  output: Output,
  width: number,
): void {
  const [first, ...rest] = nodes;
  if (first === undefined) return;
  if (rest.length > 0) stack.push({ node: { kind: 'fill', nodes: rest, broken: false }, mode, prefix });
  if (first.kind !== 'line') {
    stack.push({ node: first, mode: 'flat', prefix });
    return;
  }
  const end = rest.findIndex((node) => node.kind === 'line');
  const next = end === -1 ? rest : rest.slice(0, end);
  const after = end === -1 ? stack.slice(0, -1) : [];
  const flat = mode === 'flat' || fits([first, ...next], after, width - output.column);
  stack.push({ node: first, mode: flat ? 'flat' : 'broken', prefix });
}

/**
 * Whether `nodes` and what follows them up to the next new line take at most `room` columns: flat; broken at their own
 * lines only; or loose, broken wherever they may be.
 */
function fits(
  nodes: readonly Node[],
  following: readonly Command[],
  room: number,
  how: FitMode = 'flat',
): boolean {
  const stack: { readonly node: Node; readonly mode: FitMode }[] = [];
  const push = (more: readonly Node[], mode: FitMode): void => {
    for (let index = more.length - 1; index >= 0; index--) stack.push({ node: more[index] as Node, mode });
  };
  push(nodes, how);
  let next = following.length - 1;
  let left = room;
  while (left >= 0) {
    const own = stack.pop();
    const command = own ?? following[next--];
    if (command === undefined) return true;
    const { node } = command;
    const mode = own === undefined && command.mode === 'broken' ? 'loose' : command.mode;
    switch (node.kind) {
      case 'text': {
        const newLine = node.text.indexOf('\n');
        if (newLine !== -1) return newLine <= left;
        left -= node.text.length;
        break;
      }
      case 'line':
        if (mode !== 'flat') return true;
        left -= node.flat.length;
        break;
      case 'hardline':
        return true;
      case 'break':
        break;
      case 'nest':
      case 'fill':
        push(node.nodes, mode);
        break;
      case 'group':
        push(node.nodes, groupMode(node.broken, mode, how));
        break;
      case 'fluid':
        if (mode !== 'flat') return true;
        left -= 1;
        push(node.nodes, mode);
        break;
      case 'choice':
        push(node.options.at(mode === 'loose' ? -1 : 0) ?? [], mode);
        break;
      case 'if':
        if ((node.when === 'flat') === (mode === 'flat')) push(node.nodes, mode);
        break;
    }
  }
  return false;
}

function groupMode(broken: boolean, mode: FitMode, how: FitMode): FitMode {
  if (mode === 'loose') return mode;
  if (!broken) return 'flat';
  return how === 'broken' ? 'loose' : 'broken';
}

function commandsOf(nodes: readonly Node[], mode: Mode, prefix: string): Command[] {
  return nodes.map((node) => ({ node, mode, prefix }));
}

function pushAll(stack: Command[], nodes: readonly Node[], mode: Mode, prefix: string): void {
  for (let index = nodes.length - 1; index >= 0; index--) {
    stack.push({ node: nodes[index] as Node, mode, prefix });
  }
}

class Output {
  column = 0;
  private readonly parts: string[] = [];
  /** The blanks that the line of the template's own text starts with. */
  private margin = '';
  private atStart = true;

  get text(): string {
    return this.parts.join('');
  }

  write(text: string): void {
    const lastBreak = text.lastIndexOf('\n');
    const tail = text.slice(lastBreak + 1);
    if (lastBreak !== -1) {
      this.margin = '';
      this.atStart = true;
      this.column = 0;
    }
    if (this.atStart) {
      const blanks = /^ */.exec(tail)?.[0] ?? '';
      this.margin += blanks;
      if (blanks.length < tail.length) this.atStart = false;
    }
    this.column += tail.length;
    this.parts.push(text);
  }

  newLine(prefix: string): void {
    this.dropTrailingBlanks();
    const start = this.margin + prefix;
    this.parts.push('\n', start);
    this.column = start.length;
    this.atStart = false;
  }

  private dropTrailingBlanks(): void {
    for (let last = this.parts.pop(); last !== undefined; last = this.parts.pop()) {
      const kept = last.replace(/ +$/, '');
      if (kept === '') continue;
      this.parts.push(kept);
      return;
    }
  }
}
