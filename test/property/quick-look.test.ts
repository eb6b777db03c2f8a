import { describe, expect, it } from 'vitest';
import { memoryHost } from '../../src/host/memory.ts';
import { apply } from '../../src/operations/apply.ts';
import { drift } from '../../src/operations/drift.ts';
import { NOTHING_TO_DO } from '../../src/operations/nothing-to-do.ts';
import type { Place } from '../../src/operations/place.ts';
import { plan } from '../../src/operations/plan.ts';
import { quickLook } from '../../src/operations/quick-look.ts';
import { settled } from '../../src/operations/settled.ts';
import { relPath } from '../../src/path/rel-path.ts';
import { recordedComponents } from '../../src/plan/recorded-files.ts';
import { driftJson } from '../../src/views/plan-json.ts';
import { planText } from '../../src/views/plan-text.ts';
import { fc } from '../seeded.ts';

const SPEC = relPath('hatmax.yml');
const NAMES = [
  'orders',
  'stock',
  'people',
  'shop',
  'billing',
  'mail',
  'cart',
  'tax',
  'todo',
  'paper',
  'desk',
];

function service(name: string, extra = ''): string {
  return `  ${name}:\n    kind: atom\n    models:\n      Entry:\n        fields:\n          title: string!\n${extra}`;
}

function specOf(services: readonly string[]): string {
  return `version: 1\nname: mono\nservices:\n${services.join('')}generation:\n  on_drift: merge\n`;
}

const start = specOf(NAMES.map((name) => service(name)));

interface Project extends Place {
  readonly host: ReturnType<typeof memoryHost>;
}

function project(): Project {
  return { host: memoryHost(), spec: SPEC };
}

async function step(place: Project, text: string, quick: boolean) {
  place.host.disk.put(SPEC, text);
  const wasQuick = (await quickLook(place)) !== undefined;
  const planned = await plan(place, { quick, allowDestructive: true });
  if (planned.value === undefined) return { wasQuick, said: planned.diagnostics };
  const { plan: made } = planned.value;
  const looks = planText(made, { diff: 'all', width: 100, color: false });
  const outcome = await apply(place, planned.value, { lockTimeout: 0 });
  return { wasQuick, looks, kind: outcome.kind, told: outcome.diagnostics, notices: made.notices };
}

/** All that is written, but for what tells one run from another. */
function written({ host }: Project): readonly (readonly [string, string])[] {
  return [...host.disk.snapshot()].filter(([path]) => !/^\.hatmax\/(?:cache|undo|journal|lock)/.test(path));
}

type Edit = (text: string, service: string) => string;

const into = (text: string, name: string, line: string): string =>
  text.replace(new RegExp(`(  ${name}:\\n(?:    .*\\n)*?        fields:\\n)`), `$1          ${line}\n`);

const edits: Readonly<Record<string, Edit>> = {
  field: (text, name) => into(text, name, `count_${text.length}: int = 3`),
  same: (text) => text,
  rename: (text, name) =>
    text.replace(`  ${name}:\n    kind: atom`, `  ${name}:\n    description: Renamed.\n    kind: atom`),
  refer: (text, name) => into(text, name, 'other: ref(stock.Entry)?'),
  idType: (text) =>
    text.replace('  people:\n    kind: atom\n    models:\n      Entry:\n', '$&        id: int\n'),
  model: (text, name) =>
    text.replace(
      `  ${name}:\n    kind: atom\n    models:\n`,
      '$&      Note:\n        fields: {body: text!}\n',
    ),
  port: (text, name) => text.replace(`  ${name}:\n`, '$&    port: 9123\n'),
  takenPort: (text, name) => text.replace(`  ${name}:\n`, '$&    port: 8081\n'),
  remove: (text, name) => text.replace(new RegExp(`  ${name}:\\n(?:    .*\\n)*`), ''),
  add: (text) => text.replace('generation:', `${service('late')}generation:`),
  top: (text) => text.replace('name: mono', 'name: mono\ndescription: All of it'),
  comment: (text, name) => text.replace(`  ${name}:\n`, '  # said beside\n$&'),
  openQuote: (text, name) => into(text, name, 'odd: {type: string, help: "open'),
  closeLater: (text, name) =>
    into(text, name, 'odd: "').replace('string!\ngeneration', 'string!"\ngeneration'),
  block: (text, name) =>
    into(
      text,
      name,
      'long:\n            type: string\n            help: |\n              services:\n               x',
    ),
  anchor: (text, name) => into(text, name, 'odd: &a string'),
  wrong: (text, name) => into(text, name, 'odd: ref(nobody.Entry)'),
  order: (text, name) => text.replace(`  ${name}:\n`, '$&    depends_on: [stock]\n'),
  unbuilt: (text, name) => text.replace(`  ${name}:\n`, '$&    transport: grpc\n'),
  twice: (text, name) => into(text, name, 'title: text'),
  tab: (text, name) => into(text, name, 'odd:\tint'),
  outdent: (text, name) => into(text, name, 'x: int\n services2: 1'),
};

const histories = fc.array(
  fc.record({
    edit: fc.oneof(fc.constantFrom('field', 'model'), fc.constantFrom(...Object.keys(edits))),
    name: fc.constantFrom(...NAMES),
  }),
  { minLength: 1, maxLength: 4 },
);

describe('a quick look', () => {
  it('plans and applies what a whole one does', { timeout: 240_000 }, async () => {
    let quick = 0;
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const [one, other] = [project(), project()];
        await step(one, start, true);
        await step(other, start, false);
        let text = start;
        for (const { edit, name } of history) {
          const next = edits[edit]?.(text, name) ?? text;
          const [a, b] = [await step(one, next, true), await step(other, next, false)];
          if (a.wasQuick) quick += 1;
          expect({ ...a, wasQuick: b.wasQuick }).toEqual(b);
          expect(written(one)).toEqual(written(other));
          // What cannot be planned is put right by hand.
          if (!('said' in a)) text = next;
        }
      }),
      { numRuns: Number(process.env.HATMAX_QUICK_RUNS ?? 6), seed: 4711 },
    );
    expect(quick).toBeGreaterThan(3);
  });
});

describe('a quick look is taken', () => {
  const looked = async (change: (place: Project) => void, text = into(start, 'mail', 'count: int = 3')) => {
    const place = project();
    await step(place, start, false);
    place.host.disk.put(SPEC, text);
    change(place);
    const found = await quickLook(place);
    return found?.value === undefined ? 'no' : [...recordedComponents(found.value.recorded).keys()];
  };
  const item = relPath('services/tax/README.md');

  it('where one service changed, and then reads that one alone', async () => {
    const addresses = await looked(() => undefined);
    expect(addresses).toContain('service.mail.domain');
    expect(addresses).not.toContain('service.tax.domain');
  });

  it('not where the folder of one service may hold files of others', async () => {
    const named = start.replace('  shop:', '  src:');
    const place = project();
    await step(place, named, false);
    place.host.disk.put(SPEC, into(named, 'mail', 'count: int = 3'));
    expect(await quickLook(place)).toBeUndefined();
  });

  it('not where it refers to another service', async () => {
    expect(await looked(() => undefined, into(start, 'mail', 'other: ref(stock.Entry)?'))).toBe('no');
  });

  it('not where any file was edited, whatever its size and times', async () => {
    const put = ({ host }: Project) =>
      host.disk.put(item, host.disk.snapshot().get(item)?.replace('T', 'X') ?? '');
    expect(await looked(put)).toBe('no');
  });

  it('not where a file is gone, or another stands in its place', async () => {
    expect(await looked(({ host }) => host.disk.remove(item))).toBe('no');
    expect(
      await looked(({ host }) => {
        host.disk.remove(item);
        host.disk.link(item, '../mail/README.md');
      }),
    ).toBe('no');
  });

  it('not where the state moved, has a file more, or an apply was not finished', async () => {
    const state = relPath('.hatmax/state/service.tax.domain.json');
    expect(await looked(({ host }) => host.disk.remove(state))).toBe('no');
    expect(await looked(({ host }) => host.disk.put(state, '{}'))).toBe('no');
    expect(await looked(({ host }) => host.disk.put(relPath('.hatmax/state/service.new.json'), '{}'))).toBe(
      'no',
    );
    expect(await looked(({ host }) => host.disk.put(relPath('.hatmax/journal/journal.json'), '{}'))).toBe(
      'no',
    );
  });

  it('not with facts or an index that somebody wrote by hand', async () => {
    for (const cache of ['.hatmax/cache/spec', '.hatmax/cache/index'].map(relPath)) {
      const bend = ({ host }: Project) =>
        host.disk.put(cache, (host.disk.snapshot().get(cache) ?? '').replace('mail', 'liam'));
      expect(await looked(bend)).toBe('no');
      expect(await looked(({ host }) => host.disk.remove(cache))).toBe('no');
    }
  });

  it('not with the facts of another apply', async () => {
    const cache = relPath('.hatmax/cache/spec');
    const place = project();
    await step(place, start, false);
    const old = place.host.disk.snapshot().get(cache) ?? '';
    await step(place, into(start, 'mail', 'count: int = 3'), true);
    place.host.disk.put(cache, old);
    place.host.disk.put(SPEC, into(start, 'tax', 'count: int = 3'));
    expect(await quickLook(place)).toBeUndefined();
  });

  it('and sees a change of the same length', async () => {
    const addresses = await looked(
      () => undefined,
      start.replace(
        '  mail:\n    kind: atom\n    models:\n      Entry:',
        '  mail:\n    kind: atom\n    models:\n      Enter:',
      ),
    );
    expect(addresses).toContain('service.mail.domain');
  });
});

describe('an edit of a file that an apply has just made', () => {
  it('is seen by the next plan, whatever its size', async () => {
    const place = project();
    place.host.disk.put(SPEC, specOf(NAMES.slice(0, 1).map((name) => service(name))));
    const planned = await plan(place, {});
    if (planned.value === undefined) throw new Error('no plan');
    const path = relPath('services/orders/README.md');
    const outcome = await apply(place, planned.value, {
      lockTimeout: 0,
      onProgress: (progress) => {
        if (progress.path !== path || progress.phase !== 'done') return;
        const text = place.host.disk.snapshot().get(path) ?? '';
        place.host.disk.put(path, text.replace('O', '0'));
      },
    });
    expect(outcome.kind).toBe('applied');
    const next = await plan(place, { quick: true });
    expect(next.value?.plan.drift.map((drift) => drift.path)).toEqual([path]);
  });
});

describe('a tree in which nothing moved', () => {
  it('has no drift, by stat or read in full, and an edit puts an end to that', async () => {
    const place = project();
    await step(place, specOf(NAMES.slice(0, 1).map((name) => service(name))), false);
    for (const full of [false, true]) {
      expect(settled(place, { full })).toEqual({ unbuilt: [] });
      const found = await drift(place, { untracked: false, full });
      expect(found.diagnostics).toEqual([]);
      expect(found.value && [...driftJson(found.value.plan)]).toEqual([...driftJson(NOTHING_TO_DO)]);
    }
    place.host.disk.put(relPath('services/orders/README.md'), 'mine\n');
    expect([settled(place), settled(place, { full: true })]).toEqual([undefined, undefined]);
  });
});
