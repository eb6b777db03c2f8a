import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSpec } from '../../../src/spec/load.ts';
import { resolveSystem } from '../../../src/system/resolve.ts';
import type { System } from '../../../src/system/system.ts';

export function systemOf(text: string): System {
  const loaded = loadSpec({ file: 'hatmax.yml', text });
  if (loaded.value === undefined) throw new Error(JSON.stringify(loaded.diagnostics));
  const { value, diagnostics } = resolveSystem(loaded.value);
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

export function exampleText(name: string): string {
  return readFileSync(join(import.meta.dirname, '../../../examples', name, 'hatmax.yml'), 'utf8');
}
