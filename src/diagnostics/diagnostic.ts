/**
 * A diagnostic's code is permanent: `HM` and four digits.
 * 1xxx the spec's text, 2xxx the system and what is generated, 3xxx state and objects, 4xxx plan, apply and the tree,
 * 5xxx commands, 6xxx deployment.
 */
export type DiagnosticCode = `HM${number}`;

export type Severity = 'error' | 'warning';

/** Offsets (UTF-16 code units, end exclusive) into the text of `file`; line and column are worked out when printing. */
export interface SourceRange {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** What is wrong, in one line without a full stop. */
  readonly summary: string;
  /** Why it is wrong. */
  readonly detail?: string;
  /** What to do next: a sentence, or a command to paste. */
  readonly hint?: string;
  readonly range?: SourceRange;
  /** Other places that matter, such as the first of two duplicates. */
  readonly related?: readonly { readonly range: SourceRange; readonly summary: string }[];
}

/** What an operation that can find several problems hands back: a value when there are no errors, and all it found. */
export interface Checked<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((found) => found.severity === 'error');
}
