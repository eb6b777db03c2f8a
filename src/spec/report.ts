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

/** Gathers the problems of one file. The same problem at the same place is said once. */
export class Report {
  readonly #file: string;
  readonly #found = new Map<string, Diagnostic>();

  constructor(file: string) {
    this.#file = file;
  }

  add(problem: Problem): void {
    const key = `${problem.code} ${problem.at[0]} ${problem.summary}`;
    if (!this.#found.has(key)) this.#found.set(key, this.#diagnostic(problem));
  }

  get failed(): boolean {
    for (const found of this.#found.values()) if (found.severity === 'error') return true;
    return false;
  }

  /** Sorted by where they are. */
  get diagnostics(): readonly Diagnostic[] {
    return [...this.#found.values()].sort(
      (a, b) => (a.range?.start ?? 0) - (b.range?.start ?? 0) || a.code.localeCompare(b.code, 'en'),
    );
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
