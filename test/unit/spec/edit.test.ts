import { describe, expect, it } from 'vitest';
import { removeFromSpec, renameInSpec } from '../../../src/spec/edit.ts';

const SPEC = `# top
version: 1
name: shop   # the shop
services:
  # Things to do.
  todo: # kept
    kind: atom
    models:
      Item: {fields: {text: string!,   done: bool = false}}
      Tag:
        fields:
          name: slug!   # a slug
          color: string
  other:
    kind: atom
    models: {Thing: {fields: {name: string!}}}
`;

const textOf = (edit: ReturnType<typeof renameInSpec>) =>
  'text' in edit ? edit.text : `refused: ${edit.why}`;

describe('an edit of the spec', () => {
  it('renames one key, leaves every other byte, and adds to `moved` as it is written', () => {
    const once = textOf(renameInSpec(SPEC, 'service.todo', 'service.tasks'));
    expect(once).toBe(
      `${SPEC.replace('  todo: # kept', '  tasks: # kept')}\nmoved:\n  - {from: service.todo, to: service.tasks}\n`,
    );
    const twice = textOf(renameInSpec(once, 'service.tasks.Tag', 'service.tasks.Label'));
    expect(twice).toContain(
      '  - {from: service.todo, to: service.tasks}\n  - {from: service.tasks.Tag, to: service.tasks.Label}\n',
    );
    const flow = `${SPEC}moved: [{from: service.a, to: service.b}]\n`;
    expect(textOf(renameInSpec(flow, 'service.todo.Tag.color', 'service.todo.Tag.shade'))).toBe(
      `${SPEC.replace('color: string', 'shade: string')}moved: [{from: service.a, to: service.b}, {from: service.todo.Tag.color, to: service.todo.Tag.shade}]\n`,
    );
  });

  it('takes out one block with its comment, and says what stays', () => {
    const gone = textOf(removeFromSpec(SPEC, 'service.todo', false));
    expect(gone).toBe(SPEC.slice(0, SPEC.indexOf('  # Things')) + SPEC.slice(SPEC.indexOf('  other:')));
    expect(textOf(removeFromSpec(SPEC, 'service.other', true))).toBe(
      `${SPEC.slice(0, SPEC.indexOf('  other:'))}\nremoved:\n  - {from: service.other, delete: false}\n`,
    );
    expect(textOf(removeFromSpec(SPEC, 'service.todo.Tag.name', false))).toBe(
      SPEC.replace('          name: slug!   # a slug\n', ''),
    );
  });

  it.each([
    [removeFromSpec(SPEC, 'service.todo.Item.text', false), 'in braces'],
    [removeFromSpec(SPEC, 'service.nosuch', false), 'no such thing'],
    [removeFromSpec(SPEC, 'project', false), 'no address'],
    [renameInSpec(SPEC, 'service.todo', 'service.other'), 'is there already'],
    [renameInSpec(SPEC, 'service.todo.Item', 'service.other.Item'), 'last name'],
    [renameInSpec('', 'service.todo', 'service.x'), 'no such thing'],
  ])('leaves to a person what it cannot do: %#', (edit, why) => {
    expect(textOf(edit)).toContain(why);
  });
});
