import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const OUTSIDE = 'not of the project\n';

/** A folder of this machine for a project, with a file beside it that nobody may touch. */
export interface ProjectFolder {
  readonly root: string;
  /** For what is neither. */
  readonly beside: string;
  outside(): string;
  end(): void;
}

export function projectFolder(): ProjectFolder {
  const beside = mkdtempSync(join(tmpdir(), 'hatmax-history-'));
  const [root, outside] = [join(beside, 'project'), join(beside, 'outside.txt')];
  mkdirSync(root);
  writeFileSync(outside, OUTSIDE);
  return {
    root,
    beside,
    outside: () => readFileSync(outside, 'utf8'),
    end: () => rmSync(beside, { recursive: true, force: true }),
  };
}
