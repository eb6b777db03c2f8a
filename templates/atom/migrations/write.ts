import type { Notice } from '../../../src/capability/capability.ts';
import { sha256 } from '../../../src/host/sha256.ts';
import type { SpecPath } from '../../../src/system/system.ts';
import type { Step } from './table.ts';

/** A migration that is not written yet. */
export interface NewMigration {
  readonly file: string;
  readonly comments: readonly string[];
  readonly statements: readonly string[];
}

const MAX_NAME = 60;

/** `mended`: files of two branches that changed one column each in its own way; the kit reads the line. */
export function newMigration(
  number: number,
  steps: readonly Step[],
  mended: readonly string[] = [],
): NewMigration {
  const names = mended.map((file) => file.replace(/\.sql$/, '')).join(', ');
  return {
    file: `${String(number).padStart(4, '0')}_${number === 1 ? 'initial' : nameOf(steps) + markOf(steps)}.sql`,
    comments: [
      ...steps.map((step) => `${capitalised(step.summary)}.`),
      ...(names === '' ? [] : [`Mends: ${names}`]),
    ],
    statements: steps.flatMap((step) => step.statements),
  };
}

/** Two branches that change one column each in its own way must not write one file: a mark of what is in it. */
function markOf(steps: readonly Step[]): string {
  const changes = steps.some((step) => step.changes.some((change) => change.do === 'change column'));
  return changes ? `_${sha256(steps.flatMap((step) => step.statements).join('\n')).slice(0, 4)}` : '';
}

/** Named after what it does, or after what it is about where that is too much for a name. */
function nameOf(steps: readonly Step[]): string {
  const [first] = steps;
  const main = steps.filter((step) => !/^(add|drop)_.*_(idx|key)$/.test(step.name) || steps.length === 1);
  const wanted = (main.length === 0 ? steps : main).map((step) => step.name);
  const joined = [...new Set(wanted)].join('_and_').replace(/[^a-z0-9_]/g, '_');
  if (joined.length <= MAX_NAME) return joined;
  const tables = new Set(steps.map((step) => step.table));
  const about = `change_${first?.table ?? 'schema'}`.replace(/[^a-z0-9_]/g, '_');
  return tables.size === 1 && about.length <= MAX_NAME ? about : 'change_schema';
}

/** What a person sees before the migration is written: what is lost apart from the rest. */
export function noticesOf(
  path: string,
  steps: readonly Step[],
  at: (table: string) => SpecPath,
): readonly Notice[] {
  return steps.map((step) => ({
    kind: step.kind,
    at: at(step.table),
    path,
    summary: step.summary,
    statements: step.statements,
  }));
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
