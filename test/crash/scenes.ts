/** A project's folder, on a disk or in memory. */
export interface Ground {
  read(path: string): string;
  write(path: string, text: string): void;
}

/** A tree as it was, and what a person does to it before the command that is cut short. */
export interface Scene {
  readonly name: string;
  /** `apply` without it. */
  readonly command?: 'destroy' | 'undo';
  /** Nothing is applied before it. */
  readonly fresh?: boolean;
  prepare(ground: Ground): void;
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

function change(ground: Ground, path: string, edit: (text: string) => string): void {
  ground.write(path, edit(ground.read(path)));
}

const spec = (ground: Ground, edit: (text: string) => string): void => change(ground, 'hatmax.yml', edit);

export const HAND = '// by hand: never to be lost\n';

export const scenes: readonly Scene[] = [
  { name: 'create', fresh: true, prepare: () => undefined },
  {
    name: 'update',
    prepare: (ground) => spec(ground, (text) => text.replace('len 1..200', 'len 1..300')),
  },
  {
    name: 'merge',
    prepare: (ground) => {
      change(ground, 'services/todo/src/main.ts', (text) => `${text}${HAND}`);
      change(ground, 'README.md', (text) => `${text}${HAND}`);
      spec(ground, (text) => text.replace('name: demo', 'name: renamed'));
    },
  },
  {
    name: 'migration',
    prepare: (ground) => spec(ground, (text) => `${text}          due: date?\n`),
  },
  {
    name: 'move',
    prepare: (ground) =>
      spec(
        ground,
        (text) => `${text.replace('  todo:', '  tasks:')}moved: [{from: service.todo, to: service.tasks}]\n`,
      ),
  },
  {
    name: 'delete',
    prepare: (ground) =>
      spec(ground, (text) => text.replace('  todo:', '  other:').replaceAll('Item', 'Thing')),
  },
  { name: 'destroy', command: 'destroy', prepare: () => undefined },
  { name: 'undo', command: 'undo', prepare: () => undefined },
];
