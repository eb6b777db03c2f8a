import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOfCapability, listTemplates } from '../src/host/templates.ts';
import { compileTemplate } from '../src/render/compile.ts';
import { capabilityOf } from '../src/render/source.ts';

/**
 * Writes `templates/<capability>.cjs` below `out`, one a capability, and `templates/source.mjs`, which loads each when it is
 * first asked for. The bundler takes the latter in the place of src/host/templates.ts: no compiler, no folder of templates.
 */
export function precompileTemplates({ root, out }: { readonly root: string; readonly out: string }): {
  readonly source: string;
} {
  const folder = join(root, 'templates');
  const capabilities = new Map<string, string[]>();
  for (const template of listTemplates(folder)) {
    const own = capabilities.get(capabilityOf(template)) ?? [];
    capabilities.set(capabilityOf(template), [...own, template]);
  }
  const into = join(out, 'templates');
  mkdirSync(into, { recursive: true });
  for (const [capability, templates] of capabilities)
    writeFileSync(join(into, `${fileOf(capability)}.cjs`), moduleOf(folder, capability, templates));
  const source = join(into, 'source.mjs');
  writeFileSync(source, sourceModule(root, [...capabilities.keys()].sort()));
  return { source };
}

function fileOf(capability: string): string {
  return capability.replaceAll('/', '.');
}

function moduleOf(folder: string, capability: string, templates: readonly string[]): string {
  const entries = templates.map((template) => {
    const text = compileTemplate(template, readFileSync(join(folder, template), 'utf8'));
    return `${JSON.stringify(template)}: ${text}`;
  });
  const prefix = `${capability}/partials/`;
  const partials = templates
    .filter((template) => template.startsWith(prefix))
    .map((template) => [template.slice(prefix.length).replace(/\.hbs$/, ''), template]);
  return `exports.specs = {\n${entries.join(',\n')}\n};\nexports.partials = ${JSON.stringify(Object.fromEntries(partials))};\n`;
}

function sourceModule(root: string, capabilities: readonly string[]): string {
  const hashes = Object.fromEntries(
    capabilities.map((capability) => [capability, hashOfCapability(root, capability)]),
  );
  const modules = capabilities.map(
    (capability) => `  ${JSON.stringify(capability)}: () => require('./${fileOf(capability)}.cjs')`,
  );
  return `const HASHES = ${JSON.stringify(hashes)};
const MODULES = {
${modules.join(',\n')}
};
const moduleOf = (capability) => MODULES[capability]?.() ?? { specs: {}, partials: {} };

export const templateSource = {
  specOf(template) {
    const [, capability] = /^(.+?)\\/(?:files|partials)\\//.exec(template) ?? [];
    const spec = moduleOf(capability).specs[template];
    if (spec === undefined) throw new Error(\`there is no template \${template}\`);
    return spec;
  },
  partialsOf: (capability) => moduleOf(capability).partials,
  hashOf: (capability) => HASHES[capability] ?? '',
};
`;
}
