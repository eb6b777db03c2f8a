import { safe } from '../../diagnostics/display.ts';
import { escapeHtml } from '../markdown.ts';

/** Content as it is written: no markup of its own, and no character that cannot be seen. */
export function text(content: string): string {
  return escapeHtml(safe(content));
}
