import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../crash/at-call.ts';

/** The engine of these sources takes itself for the one that was built: what either writes down, the other believes. */
export const { version, id: buildId }: { readonly version: string; readonly id: string } = JSON.parse(
  readFileSync(join(ROOT, 'dist', 'build.json'), 'utf8'),
);
