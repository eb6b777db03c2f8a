import type { Diagnostic, SourceRange } from './diagnostic.ts';
import { Lines } from './lines.ts';

interface Position {
  readonly line: number;
  readonly column: number;
  readonly byte: number;
}

export interface DiagnosticJson {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly summary: string;
  readonly detail: string;
  readonly hint?: string;
  readonly range?: { readonly filename: string; readonly start: Position; readonly end: Position };
}

/** The shape of `terraform validate -json`, with code and hint added. */
export interface DiagnosticsJson {
  readonly format_version: '1.0';
  readonly valid: boolean;
  readonly error_count: number;
  readonly warning_count: number;
  readonly diagnostics: readonly DiagnosticJson[];
}

export function diagnosticsJson(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
): DiagnosticsJson {
  const errors = diagnostics.filter((found) => found.severity === 'error').length;
  return {
    format_version: '1.0',
    valid: errors === 0,
    error_count: errors,
    warning_count: diagnostics.length - errors,
    diagnostics: diagnostics.map((found) => diagnosticJson(found, sources)),
  };
}

export function diagnosticJson(found: Diagnostic, sources: ReadonlyMap<string, string>): DiagnosticJson {
  const { severity, code, summary, detail = '', hint, range } = found;
  const text = range === undefined ? undefined : sources.get(range.file);
  return {
    severity,
    code,
    summary,
    detail,
    ...(hint === undefined ? {} : { hint }),
    ...(range === undefined || text === undefined ? {} : { range: rangeJson(range, text) }),
  };
}

function rangeJson(range: SourceRange, text: string): NonNullable<DiagnosticJson['range']> {
  const lines = new Lines(text);
  const at = (offset: number): Position => ({
    ...lines.positionOf(offset),
    byte: Buffer.byteLength(text.slice(0, offset)),
  });
  return { filename: range.file, start: at(range.start), end: at(range.end) };
}
