import type { Progress } from '../../operations/apply.ts';

const REDRAW_MS = 80;

/** One line that is written over while files are; nothing where there is no terminal. */
export function progressLine(): { readonly show: (progress: Progress) => void; readonly clear: () => void } {
  const { stderr } = process;
  if (!stderr.isTTY) return { show: () => undefined, clear: () => undefined };
  let last = 0;
  return {
    show: ({ done, total, path }) => {
      const now = Date.now();
      if (now - last < REDRAW_MS && done < total) return;
      last = now;
      const line = `  ${String(done).padStart(String(total).length)}/${total}  ${path}`;
      stderr.write(`\r\u001b[K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
    },
    clear: () => stderr.write('\r\u001b[K'),
  };
}
