import { returned } from '../../src/cel/printed.ts';
import { hardline, type Layout, list, nest } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { Invariant } from '../../src/system/system.ts';
import { type Entity, inWords } from './entity.ts';
import { printRule } from './rule.ts';

export interface InvariantView {
  /** Name of the function that says whether it holds. */
  readonly camel: string;
  readonly violation: Layout;
  readonly rule: Layout;
}

export function invariantView(invariant: Invariant, entity: Entity): InvariantView {
  const { names, message } = invariant;
  const { pascal } = entity.model.names;
  const printed = printRule(invariant.rule, entity);
  const code = 'rule' in printed ? returned(printed.rule.code) : 'true';
  const used = 'rule' in printed ? printed.rule.names : [];
  const open =
    used.length === 0
      ? `function ${names.camel}(_: ${pascal}): boolean {`
      : list(`function ${names.camel}({`, used, `}: ${pascal}): boolean {`);
  return {
    camel: names.camel,
    violation: list(
      'throw new InvariantViolation(',
      [tsString(inWords(entity.model.names)), tsString(names.snake), tsString(message)],
      ');',
    ),
    rule: `${open}${nest(`${hardline}return ${code};`)}${hardline}}`,
  };
}
