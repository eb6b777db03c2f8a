import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { TemplateId } from '../capability/capability.ts';
import { compileTemplate } from '../render/compile.ts';
import { capabilityOf, type TemplateSource, type TemplateSpecification } from '../render/source.ts';
import { sha256 } from './sha256.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Templates read from the repository's files. The build puts a module with the precompiled ones in this one's place. */
export const templateSource: TemplateSource = templatesFromFiles(join(ROOT, 'templates'), [
  join(ROOT, 'src', 'render'),
  join(ROOT, 'src', 'cel'),
]);

/** `shared`: folders of code that every capability renders with. */
export function templatesFromFiles(folder: string, shared: readonly string[] = []): TemplateSource {
  const hashes = new Map<string, string>();
  return {
    specOf: (template) => {
      const text = compileTemplate(template, readFileSync(join(folder, template), 'utf8'));
      return new Function(`return ${text}`)() as TemplateSpecification;
    },
    partialsOf: (capability) =>
      Object.fromEntries(
        filesUnder(join(folder, capability, 'partials')).map((path) => [
          path.replace(/\.hbs$/, ''),
          `${capability}/partials/${path}`,
        ]),
      ),
    hashOf: (capability) => {
      const known = hashes.get(capability);
      if (known !== undefined) return known;
      const hash = hashOfFolders([join(folder, capability), ...shared]);
      hashes.set(capability, hash);
      return hash;
    },
  };
}

/** Every template under `templates/`, sorted. */
export function listTemplates(folder: string): readonly TemplateId[] {
  return filesUnder(folder).filter((path) => path.endsWith('.hbs') && isTemplate(path));
}

function isTemplate(path: string): boolean {
  try {
    return capabilityOf(path) !== '';
  } catch {
    return false;
  }
}

function hashOfFolders(folders: readonly string[]): string {
  const lines = folders.flatMap((folder) =>
    filesUnder(folder).map((path) => `${path} ${sha256(readFileSync(join(folder, path)))}`),
  );
  return sha256(lines.join('\n'));
}

/** Sorted, `/`-separated, relative to `folder`; none where there is no such folder. */
function filesUnder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
      .sort();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw cause;
  }
}
