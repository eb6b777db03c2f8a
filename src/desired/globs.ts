import picomatch from 'picomatch';
import type { Diagnostic, SourceRange } from '../diagnostics/diagnostic.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { Generation, SpecPath } from '../system/system.ts';

export type Matches = (path: RelPath) => boolean;

export function globTest(globs: readonly string[]): Matches {
  return globs.length === 0 ? () => false : picomatch([...globs], { dot: true });
}

/** Globs that could only ever match outside the project. */
export function checkGlobs(
  generation: Generation,
  rangeOf: (at: SpecPath) => SourceRange | undefined,
): readonly Diagnostic[] {
  const check = (globs: readonly string[], at: SpecPath): readonly Diagnostic[] =>
    globs.flatMap((glob, index) => {
      if (glob !== '' && !/^!?[/\\]|^!?[a-z]:|(^|[/\\])\.\.([/\\]|$)/i.test(glob)) return [];
      const range = rangeOf(`${at}.${index}`) ?? rangeOf(at);
      return [
        {
          code: 'HM2109' as const,
          severity: 'error' as const,
          summary: `${JSON.stringify(glob)} is no glob over paths inside the project`,
          detail: 'Paths are relative to the project, without `..` and without a slash at the start.',
          hint: 'Write it as `services/*/Dockerfile`.',
          ...(range === undefined ? {} : { range }),
        },
      ];
    });
  return [
    ...check(generation.ignore, 'generation.ignore'),
    ...check(generation.createOnce, 'generation.create_once'),
  ];
}
