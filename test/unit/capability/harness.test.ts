import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Capability, FileDraft } from '../../../src/capability/capability.ts';
import { buildDesired } from '../../../src/desired/build.ts';
import { address } from '../../../src/graph/address.ts';
import type { RecordedState } from '../../../src/state/recorded.ts';
import { capabilities } from '../../../templates/capabilities.ts';
import { recordOf } from '../desired/support.ts';
import { exampleText, systemOf } from '../system/support.ts';
import { type Case, inspect } from './inspect.ts';

const TEMPLATES = join(import.meta.dirname, '../../../templates');
const NOTHING: RecordedState = { kind: 'absent' };

describe('all capabilities', () => {
  it('use each template once, meet each condition both ways, and render the same everywhere', () => {
    const corners = ['corners.yml', '../../fixtures/spec/rules.yml'].map((path) =>
      readFileSync(join(import.meta.dirname, path), 'utf8'),
    );
    const texts = [...['minimal', 'todo', 'catalog'].map(exampleText), ...corners];
    const fresh = texts.map((text): Case => ({ system: systemOf(text), recorded: NOTHING }));
    expect(inspect(TEMPLATES, capabilities, [...fresh, evolved()])).toEqual([]);
  }, 60_000);
});

/** The catalog after it was applied once: a field comes, another goes. */
function evolved(): Case {
  const text = exampleText('catalog');
  const before = buildDesired(systemOf(text), capabilities, NOTHING);
  if (before.value === undefined) throw new Error(JSON.stringify(before.diagnostics));
  const changed = text.replace('          website: url?\n', '          motto: string? len 1..80\n');
  expect(changed).not.toBe(text);
  return { system: systemOf(changed), recorded: recordOf(before.value) };
}

describe('the harness', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hatmax-harness-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  /** One component a service, with a file from `demo/files/__service__.txt.hbs`. */
  function demo(model: (index: number) => object, path = (name: string) => `${name}.txt`): Capability {
    return {
      id: 'project',
      requires: [],
      components: (system) => ({
        diagnostics: [],
        components: system.services.map((service, index) => ({
          address: address(`service.${service.name}`),
          inputs: service.name,
          dependsOn: [],
          at: [service.at],
          notices: [],
          files: (): readonly FileDraft[] => [
            {
              path: path(service.name),
              ownership: 'generated',
              at: [service.at],
              content: { from: 'template', template: 'demo/files/__service__.txt.hbs', model: model(index) },
            },
          ],
        })),
      }),
    };
  }

  const run = (capability: Capability) =>
    inspect(folder, [capability], [{ system: systemOf(exampleText('catalog')), recorded: NOTHING }]);

  it('has nothing to say where all is well', () => {
    write('demo/files/__service__.txt.hbs', '{{#if odd}}odd{{else}}{{> even}}{{/if}}\n');
    write('demo/partials/even.hbs', 'even');
    expect(run(demo((index) => ({ odd: index % 2 === 1 })))).toEqual([]);
  });

  it('finds a template and a partial that nobody uses', () => {
    write('demo/files/__service__.txt.hbs', 'x\n');
    write('demo/files/other.txt.hbs', 'x\n');
    write('demo/partials/even.hbs', 'even');
    expect(run(demo(() => ({})))).toEqual([
      'demo/files/other.txt.hbs is never used',
      'demo/partials/even.hbs is never used',
    ]);
  });

  it('finds a condition that is always the same, and one that is never met', () => {
    write('demo/files/__service__.txt.hbs', '{{#if yes}}x{{else if no}}y{{/if}}\n');
    expect(run(demo(() => ({ yes: true, no: false })))).toEqual([
      'the condition at demo/files/__service__.txt.hbs:1:0 is always true',
      'the condition at demo/files/__service__.txt.hbs:1:12 is never met',
    ]);
  });

  it('finds a template that makes something else', () => {
    write('demo/files/__service__.txt.hbs', 'x\n');
    expect(
      run(
        demo(
          () => ({}),
          (name) => `${name}/x.txt`,
        ),
      )[0],
    ).toMatch('not laid out like it');
  });

  it('finds what changes from one rendering to the next, and what is of this machine', () => {
    write('demo/files/__service__.txt.hbs', '{{count}} {{folder}}\n');
    let count = 0;
    expect(run(demo(() => ({ count: count++, folder: process.cwd() })))).toEqual([
      'two renderings differ',
      `catalog.txt has ${process.cwd()} in it`,
      `suppliers.txt has ${process.cwd()} in it`,
    ]);
  });
});
