import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Capability } from '../../../src/capability/capability.ts';
import { buildDesired } from '../../../src/desired/build.ts';
import type { DesiredFile, DesiredGraph } from '../../../src/desired/graph.ts';
import { listTemplates, templatesFromFiles } from '../../../src/host/templates.ts';
import { conditionsOf } from '../../../src/render/compile.ts';
import { createRenderer } from '../../../src/render/renderer.ts';
import type { RecordedState } from '../../../src/state/recorded.ts';
import type { System } from '../../../src/system/system.ts';

/** A system, and what was applied before it. */
export interface Case {
  readonly system: System;
  readonly recorded: RecordedState;
}

/** What is wrong with capabilities, seen over some systems; one sentence each. */
export function inspect(
  folder: string,
  capabilities: readonly Capability[],
  cases: readonly Case[],
): readonly string[] {
  const outcomes = new Map<string, Set<boolean>>();
  const rendered = cases.map(({ system, recorded }) => {
    const graphs = [1, 2].map(() => build(folder, capabilities, { system, recorded }, outcomes));
    return { first: graphs[0] as DesiredGraph, second: graphs[1] as DesiredGraph };
  });
  const files = rendered.flatMap(({ first }) => filesOf(first));
  const templates = listTemplates(folder);
  return [
    ...rendered.flatMap(({ first, second }) =>
      JSON.stringify(first) === JSON.stringify(second) ? [] : ['two renderings differ'],
    ),
    ...unusedTemplates(folder, templates, files),
    ...files.flatMap(misplaced),
    ...files.flatMap(tiedToThisMachine),
    ...templates.flatMap((template) =>
      conditionsOf(template, readFileSync(join(folder, template), 'utf8')).flatMap((at) =>
        oneSided(at, outcomes),
      ),
    ),
  ];
}

function build(
  folder: string,
  capabilities: readonly Capability[],
  { system, recorded }: Case,
  outcomes: Map<string, Set<boolean>>,
): DesiredGraph {
  const templates = templatesFromFiles(folder);
  const render = createRenderer(templates, (at, outcome) => {
    outcomes.set(at, (outcomes.get(at) ?? new Set()).add(outcome));
  });
  const rendering = (template: string, model: object): string => {
    const odd = notJson(model, template);
    if (odd !== undefined)
      throw new Error(`${odd} is no JSON: renderers take models of equal JSON for equal`);
    return render(template, model);
  };
  const options = { templates, render: rendering };
  const { value, diagnostics } = buildDesired(system, capabilities, recorded, options);
  if (value === undefined) throw new Error(diagnostics.map((found) => found.summary).join('\n'));
  return value;
}

/** The first part of a model that its JSON does not tell apart from another one. */
function notJson(value: unknown, at: string): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? undefined : at;
  if (typeof value !== 'object') return at;
  const plain = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
  if (!plain || 'toJSON' in value) return at;
  return Object.entries(value)
    .map(([key, part]) => notJson(part, `${at} ${key}`))
    .find((odd) => odd !== undefined);
}

export function filesOf(graph: DesiredGraph): readonly DesiredFile[] {
  return graph.components.flatMap(({ files }) => (files.kind === 'rendered' ? files.files : []));
}

function unusedTemplates(
  folder: string,
  templates: readonly string[],
  files: readonly DesiredFile[],
): readonly string[] {
  const used = new Set(files.map((file) => file.template));
  const sources = templates.map((template) => ({
    template,
    text: readFileSync(join(folder, template), 'utf8'),
  }));
  return templates.flatMap((template) => {
    const [, capability, partial] = /^(.+?)\/partials\/(.+)\.hbs$/.exec(template) ?? [];
    const isUsed =
      partial === undefined
        ? used.has(template)
        : sources.some(
            (one) => one.template.startsWith(`${capability}/`) && includesPartial(one.text, partial),
          );
    return isUsed ? [] : [`${template} is never used`];
  });
}

function includesPartial(text: string, name: string): boolean {
  return [...text.matchAll(/\{\{~?>\s*["']?([^\s"'}~]+)/g)].some(([, found]) => found === name);
}

/** `atom/files/services/__service__/a.ts.hbs` makes `services/<anything>/a.ts` and nothing else. */
function misplaced({ path, template, content }: DesiredFile): readonly string[] {
  if (content.kind === 'recorded') return [];
  const layout = template.replace(/^.+?\/files\//, '').replace(/\.hbs$/, '');
  const pattern = layout
    .split(/__[a-z]+__/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]+');
  return new RegExp(`^${pattern}$`).test(path)
    ? []
    : [`${template} makes ${path}, which is not laid out like it`];
}

function tiedToThisMachine({ path, content }: DesiredFile): readonly string[] {
  if (content.kind === 'recorded') return [];
  const strange = [process.cwd(), `${homedir()}/`, new Date().toISOString().slice(0, 10)];
  return strange.filter((text) => content.text.includes(text)).map((text) => `${path} has ${text} in it`);
}

function oneSided(at: string, outcomes: ReadonlyMap<string, ReadonlySet<boolean>>): readonly string[] {
  const seen = outcomes.get(at);
  if (seen === undefined) return [`the condition at ${at} is never met`];
  return seen.size === 2 ? [] : [`the condition at ${at} is always ${[...seen].join()}`];
}
