import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A tree as it was, and what a person does to it before the command that is cut short. */
export interface Scene {
  readonly name: string;
  /** `apply` without it. */
  readonly command?: readonly string[];
  /** Nothing is applied before it. */
  readonly fresh?: boolean;
  prepare(root: string): void;
}

export const SPEC = `version: 1
name: demo
services:
  todo:
    kind: atom
    models:
      Item:
        fields:
          title: string! len 1..200
          done: bool = false
`;

const DOMAIN = 'services/todo/src/domain/item/item.ts';

function spec(root: string, change: (text: string) => string): void {
  const path = join(root, 'hatmax.yml');
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

function byHand(root: string, path: string, change: (text: string) => string): void {
  writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')));
}

export const HAND = '// by hand: never to be lost\n';

export const scenes: readonly Scene[] = [
  { name: 'create', fresh: true, prepare: () => undefined },
  {
    name: 'update',
    prepare: (root) => spec(root, (text) => text.replace('len 1..200', 'len 1..300')),
  },
  {
    name: 'merge',
    prepare: (root) => {
      byHand(root, 'services/todo/src/main.ts', (text) => `${text}${HAND}`);
      byHand(root, 'README.md', (text) => `${text}${HAND}`);
      spec(root, (text) => text.replace('name: demo', 'name: renamed'));
    },
  },
  {
    name: 'migration',
    prepare: (root) => spec(root, (text) => `${text}          due: date?\n`),
  },
  {
    name: 'move',
    prepare: (root) =>
      spec(
        root,
        (text) => `${text.replace('  todo:', '  tasks:')}moved: [{from: service.todo, to: service.tasks}]\n`,
      ),
  },
  {
    name: 'delete',
    prepare: (root) => spec(root, (text) => text.replace('  todo:', '  other:').replaceAll('Item', 'Thing')),
  },
  { name: 'destroy', command: ['destroy'], prepare: () => undefined },
  { name: 'undo', command: ['undo'], prepare: () => undefined },
];
export { DOMAIN };
