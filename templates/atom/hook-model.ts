import { hardline, type Layout, nest } from '../../src/render/layout.ts';
import type { LifecycleHook, Model } from '../../src/system/system.ts';
import type { CustomCheck } from './check-model.ts';
import { inWords } from './entity.ts';
import { hookName } from './usecase-model.ts';

export function hooksOf(model: Model): readonly LifecycleHook[] {
  return model.lifecycle;
}

/** A function that is called around a change; a person fills it in. */
export interface HookView {
  readonly name: string;
  readonly pascal: string;
  readonly doc: string;
  readonly parameters: string;
  readonly result: string;
  readonly body: Layout;
  readonly module: string;
}

export function hookView(model: Model, hook: LifecycleHook): HookView {
  const { pascal, camel, kebab } = model.names;
  const words = inWords(model.names);
  const before = hook.startsWith('before_') && hook !== 'before_delete';
  const second = hook.endsWith('_update') ? `, _previous: ${pascal}` : '';
  return {
    name: hookName(hook),
    pascal,
    doc: DOCS[hook](words),
    parameters: `${before ? camel : `_${camel}`}: ${pascal}${second}`,
    result: before ? pascal : 'void',
    body: before ? `{${nest(`${hardline}return ${camel};`)}${hardline}}` : '{}',
    module: `../../domain/${kebab}.ts`,
  };
}

const REFUSE = 'Throw an error of domain/errors.ts to refuse.';

const DOCS: Readonly<Record<LifecycleHook, (words: string) => string>> = {
  before_create: (words) =>
    `Runs before a new ${words} is saved; what it gives back is what is saved. ${REFUSE}`,
  after_create: (words) => `Runs after a new ${words} was saved.`,
  before_update: (words) =>
    `Runs before a changed ${words} is saved; what it gives back is what is saved. ${REFUSE}`,
  after_update: (words) => `Runs after a changed ${words} was saved.`,
  before_delete: (words) => `Runs before a ${words} is deleted. ${REFUSE}`,
  after_delete: (words) => `Runs after a ${words} was deleted.`,
};

/** A rule of the user's: says what is wrong with a value, or nothing. */
export interface CheckFileView {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}

export function checkView({ rule, types }: CustomCheck): CheckFileView {
  return {
    name: rule.camel,
    type: types.join(' | '),
    doc: `${rule.title}: says what is wrong with a value, to go after the name of the field, or nothing where it is fine.`,
  };
}
