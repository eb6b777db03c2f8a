import type { Diagnostic, DiagnosticCode } from '../diagnostics/diagnostic.ts';
import type { Span } from './tree.ts';

export interface Problem {
  readonly code: DiagnosticCode;
  readonly at: Span;
  readonly summary: string;
  readonly why?: string | undefined;
  readonly todo?: string | undefined;
  readonly warning?: boolean;
  readonly related?: readonly { readonly at: Span; readonly summary: string }[];
}

/** Nobody mends more at once; what follows is told when these are mended. */
const MOST_PROBLEMS = 200;

/** Gathers the problems of one file. The same problem at the same place is said once. */
export class Report {
  readonly #file: string;
  readonly #found = new Map<string, Diagnostic>();
  #failed = false;
  #untold: Span | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  add(problem: Problem): void {
    const key = `${problem.code} ${problem.at[0]} ${problem.summary}`;
    if (this.#found.has(key)) return;
    if (this.#found.size < MOST_PROBLEMS) this.#found.set(key, this.#diagnostic(problem));
    else this.#untold ??= problem.at;
    if (problem.warning !== true) this.#failed = true;
  }

  get failed(): boolean {
    return this.#failed;
  }

  /** Sorted by where they are. */
  get diagnostics(): readonly Diagnostic[] {
    const sorted = [...this.#found.values()].sort(
      (a, b) => (a.range?.start ?? 0) - (b.range?.start ?? 0) || (a.code < b.code ? -1 : 1),
    );
    return this.#untold === undefined ? sorted : [...sorted, this.#rest(this.#untold)];
  }

  #rest(at: Span): Diagnostic {
    return this.#diagnostic({
      code: 'HM1099',
      at,
      summary: `There are more problems than the ${MOST_PROBLEMS} that are shown`,
      why: 'So many usually have one cause.',
      todo: 'Mend the first ones and try again.',
    });
  }

  #diagnostic(problem: Problem): Diagnostic {
    const { code, at, summary, why, todo, warning, related } = problem;
    return {
      code,
      severity: warning === true ? 'warning' : 'error',
      summary,
      ...(why === undefined ? {} : { detail: why }),
      ...(todo === undefined ? {} : { hint: todo }),
      range: this.#range(at),
      ...(related === undefined
        ? {}
        : { related: related.map((other) => ({ range: this.#range(other.at), summary: other.summary })) }),
    };
  }

  #range([start, end]: Span) {
    return { file: this.#file, start, end };
  }
}
