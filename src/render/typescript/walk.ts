import type { Block, Expression, Statement } from './syntax.ts';

/** The blocks in a statement that are not in another one of its blocks. */
export function blocksOf(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case 'declare':
      return [...inExpression(statement.name), ...(statement.value ? inExpression(statement.value) : [])];
    case 'function':
      return [statement.body];
    case 'give':
    case 'expression':
      return inExpression(statement.value);
    case 'if':
      return [
        ...inExpression(statement.test),
        ...inBody(statement.then),
        ...(statement.otherwise ? inBody(statement.otherwise) : []),
      ];
    case 'loop':
      return [...inExpression(statement.over), ...inBody(statement.body)];
    case 'blocks':
      return statement.parts.filter((part) => typeof part !== 'string');
    default:
      return [];
  }
}

function inBody(body: Block | Statement): readonly Block[] {
  return body.kind === 'block' ? [body] : blocksOf(body);
}

function inExpression(value: Expression): readonly Block[] {
  switch (value.kind) {
    case 'atom':
      return [];
    case 'member':
      return inExpression(value.object);
    case 'index':
      return [...inExpression(value.object), ...inExpression(value.at)];
    case 'call':
      return [...inExpression(value.callee), ...value.args.flatMap(inExpression)];
    case 'unary':
    case 'postfix':
    case 'as':
    case 'paren':
      return inExpression(value.of);
    case 'binary':
    case 'assign':
      return [...inExpression(value.left), ...inExpression(value.right)];
    case 'conditional':
      return [value.test, value.yes, value.no].flatMap(inExpression);
    case 'arrow':
      return value.body.kind === 'block' ? [value.body] : inExpression(value.body);
    case 'function':
      return [value.body];
    case 'array':
      return value.items.flatMap(inExpression);
    case 'object':
      return value.properties.flatMap((one) => (one.value ? inExpression(one.value) : []));
  }
}
