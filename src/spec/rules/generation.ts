import { isAddress } from '../../graph/address.ts';
import { parseRelPath } from '../../path/rel-path.ts';
import { findCircles } from './circles.ts';
import type { Path, Scope } from './scope.ts';

/** Included files stay inside of the project; renames and releases name addresses, each once. */
export function checkGeneration(scope: Scope): void {
  const { include, moved, removed } = scope.spec;
  for (const [index, glob] of include.entries()) checkGlob(scope, ['include', index], glob);
  for (const [index, { from, to }] of moved.entries()) {
    checkAddress(scope, ['moved', index, 'from'], from);
    checkAddress(scope, ['moved', index, 'to'], to);
  }
  for (const [index, { from }] of removed.entries()) checkAddress(scope, ['removed', index, 'from'], from);
  checkOnce(scope);
  checkCircles(scope);
}

function checkGlob(scope: Scope, at: Path, glob: string): void {
  const plain = glob
    .replace(/^!/, '')
    .replace(/[*?[\]{}!(),|+@^]/g, 'x')
    .replace(/\/$/, '');
  const parsed = parseRelPath(plain);
  if ('path' in parsed) return;
  scope.add({
    code: 'HM1091',
    at: scope.at(at),
    summary: `\`${glob.slice(0, 60)}\` is not a path inside the project`,
    why:
      faults[parsed.fault] ?? 'Paths are relative to the folder of the spec, with `/` between their parts.',
    todo: 'Write it like `services/*/README.md`.',
  });
}

const faults: Readonly<Record<string, string>> = {
  'leaves-root': '`..` would lead out of the project.',
  absolute: 'It is absolute; paths are relative to the folder of the spec.',
  empty: 'It is empty.',
};

function checkAddress(scope: Scope, at: Path, text: string): void {
  if (isAddress(text) && /^(project$|package\.|service\.)/.test(text)) {
    return;
  }
  scope.add({
    code: 'HM1065',
    at: scope.at(at),
    summary: `\`${text.slice(0, 60)}\` is not an address`,
    why: 'An address is that of a service (`service.todo`), a model in it (`service.todo.Item`), a field of one (`service.todo.Item.due`), or one that `hatmax state list` prints.',
    todo: scope.names(['services']).has(text)
      ? `Write \`service.${text}\`.`
      : 'Write it like `service.todo`.',
  });
}

/** One address has one fate. */
function checkOnce(scope: Scope): void {
  const first = new Map<string, Path>();
  const { moved, removed } = scope.spec;
  const all = [
    ...moved.map(({ from }, index) => ({ from, at: ['moved', index, 'from'] })),
    ...removed.map(({ from }, index) => ({ from, at: ['removed', index, 'from'] })),
  ];
  for (const { from, at } of all) {
    const other = first.get(from);
    if (other === undefined) first.set(from, at);
    else
      scope.add({
        code: 'HM1092',
        at: scope.at(at),
        summary: `\`${from}\` is moved or removed twice`,
        why: 'It can only go one way.',
        todo: 'Keep one of them.',
        related: [{ at: scope.at(other), summary: 'it is here first' }],
      });
  }
}

function checkCircles(scope: Scope): void {
  const { moved } = scope.spec;
  for (const circle of findCircles(new Map(moved.map(({ from, to }) => [from, [to]])))) {
    const [start = ''] = circle;
    const index = moved.findIndex(({ from }) => from === start);
    scope.add({
      code: 'HM1093',
      at: scope.at(['moved', index, 'to']),
      summary: `Renames lead in a circle: ${[...circle, start].join(' -> ')}`,
      why: 'Nothing would be where it is meant to be.',
      todo: 'Delete the ones that are done with.',
    });
  }
}
