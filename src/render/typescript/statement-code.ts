import { fluid, group, hardline, ifBroken, type Layout, line, list, nest, softline } from '../layout.ts';
import { assigned } from './assign.ts';
import { blockCode, code, coder, functionHead } from './print.ts';
import type { Block, Expression, Statement } from './syntax.ts';
import { annotated } from './types.ts';

/** A statement laid out; its blocks are held, as `HELD` says. `undefined`: as it is. */
export function statementCode(statement: Statement): Layout | undefined {
  switch (statement.kind) {
    case 'declare':
      return `${declaration(statement)};`;
    case 'function':
      return `${functionHead(statement.head, statement.signature)} ${blockCode(statement.body)}`;
    case 'type': {
      const { head, type } = statement;
      return type.union ? `${group(`${head} =${type.code}`)};` : `${head} =${fluid(type.code)};`;
    }
    case 'interface':
      return statement.body === '{}' ? undefined : `${statement.head} ${statement.body}`;
    case 'names': {
      const { head, names, tail } = statement;
      const braces = names.length === 1 ? `{ ${names[0]} }` : list('{', names, '}');
      return `${head} ${braces}${tail};`;
    }
    case 'give':
      return `${statement.word} ${given(statement.value)};`;
    case 'expression':
      return `${code(statement.value, 'statement')};`;
    case 'if':
    case 'loop':
    case 'blocks':
      return controlled(statement);
    case 'text':
      return undefined;
  }
}

function declaration({ head, name, type, value }: Statement & { kind: 'declare' }): Layout {
  const left = `${head} ${code(name)}${type === undefined ? '' : `:${annotated(type)}`}`;
  return value === undefined ? left : group(assigned(coder, left, ' =', value));
}

function given(value: Expression): Layout {
  if (value.kind !== 'binary') return code(value);
  return group(ifBroken('(') + nest(softline + code(value, 'given')) + softline + ifBroken(')'));
}

function controlled(statement: Statement & { kind: 'if' | 'loop' | 'blocks' }): Layout | undefined {
  switch (statement.kind) {
    case 'if': {
      const { test, then, otherwise } = statement;
      const head = group(`if (${group(nest(softline + code(test, 'test')) + softline)})${body(then)}`);
      if (otherwise === undefined) return head;
      const between = then.kind === 'block' ? ' ' : hardline;
      return `${head}${between}else${otherwise.kind === 'if' ? ` ${statementCode(otherwise)}` : group(body(otherwise))}`;
    }
    case 'loop': {
      const over = statement.head.startsWith('while')
        ? group(nest(softline + code(statement.over, 'test')) + softline)
        : code(statement.over);
      return group(`${statement.head}${over})${body(statement.body)}`);
    }
    case 'blocks':
      return statement.parts.map((part) => (typeof part === 'string' ? part : blockCode(part))).join('');
  }
}

function body(of: Block | Statement): Layout {
  if (of.kind === 'block') return ` ${blockCode(of)}`;
  return nest(line + (statementCode(of) ?? ''));
}
