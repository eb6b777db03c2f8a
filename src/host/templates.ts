import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { TemplateId } from '../capability/capability.ts';
import { compileTemplate } from '../render/compile.ts';
import { capabilityOf, type TemplateSource, type TemplateSpecification } from '../render/source.ts';
import { sha256 } from './sha256.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Templates read from the repository's files. The build puts a module with the precompiled ones in this one's place. */
export const templateSource: TemplateSource = templatesFromFiles(join(ROOT, 'templates'), (capability) =>
  hashOfCapability(ROOT, capability),
);

export function templatesFromFiles(
  folder: string,
  hash: (capability: string) => string = (capability) => hashOfFiles(folder, filesUnder(folder, capability)),
): TemplateSource {
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
      const known = hashes.get(capability) ?? hash(capability);
      hashes.set(capability, known);
      return known;
    },
  };
}

/** Code may be shared among capabilities, so all of it counts for each; of the templates only its own. */
export function hashOfCapability(root: string, capability: string): string {
  const code = filesUnder(join(root, 'templates')).filter((path) => path.endsWith('.ts'));
  const own = filesUnder(join(root, 'templates'), capability).filter((path) => path.endsWith('.hbs'));
  const rendering = ['src/render', 'src/cel'].flatMap((folder) =>
    filesUnder(join(root, folder)).map((path) => `${folder}/${path}`),
  );
  return hashOfFiles(root, [...[...code, ...own].map((path) => `templates/${path}`), ...rendering]);
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

function hashOfFiles(folder: string, paths: readonly string[]): string {
  return sha256(paths.map((path) => `${path} ${sha256(readFileSync(join(folder, path)))}`).join('\n'));
}

/** Sorted, `/`-separated, relative to `folder`; none where there is no such folder. */
function filesUnder(folder: string, below = ''): readonly string[] {
  try {
    return readdirSync(join(folder, below), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
      .sort();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw cause;
  }
}
