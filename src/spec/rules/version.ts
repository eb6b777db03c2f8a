import type { Path, Scope } from './scope.ts';

/** Files of the Go tool mean the same; what only Go needs is told. */
export function checkVersion(scope: Scope): void {
  const { spec } = scope;
  if (spec.module_path !== undefined) goOnly(scope, ['module_path']);
  if (spec.defaults.sqlite_driver !== undefined) goOnly(scope, ['defaults', 'sqlite_driver']);
  for (const [name, service] of scope.services)
    for (const key of ['sqlite_driver', 'module_path'] as const)
      if (service[key] !== undefined) goOnly(scope, ['services', name, key]);
}

function goOnly(scope: Scope, path: Path): void {
  scope.add({
    code: 'HM1100',
    at: scope.keyAt(path),
    warning: true,
    summary: `\`${path.at(-1)}\` only means something to the Go tool`,
    why: 'The generated system is TypeScript; it has neither a Go module nor a choice of SQLite drivers.',
    todo: 'Delete it when the Go tool no longer reads this file.',
  });
}
