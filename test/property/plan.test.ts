import { describe, expect, it } from 'vitest';
import { countPlan, hasChanges } from '../../src/plan/counts.ts';
import type { OnDrift } from '../../src/system/system.ts';
import { fc } from '../seeded.ts';
import {
  carryOut,
  EMPTY,
  edit,
  entryOf,
  type FileSpec,
  onDisk,
  planOf,
  type Request,
  type Spec,
  textOf,
  type World,
} from '../unit/plan/world.ts';

/** One file of a spec: lines or keys by number, so that specs have much in common. */
const file = fc.record({
  name: fc.constantFrom('a.ts', 'b.ts', 'c.json', 'd.yml', 'once.ts', '0001.sql'),
  lines: fc.array(fc.nat(6), { minLength: 1, maxLength: 6 }),
  executable: fc.boolean(),
});
const component = fc.uniqueArray(file, { selector: (one) => one.name, maxLength: 5 });
const spec = fc.dictionary(fc.constantFrom('service.one', 'service.two', 'package.kit'), component, {
  maxKeys: 3,
});
type Drawn = Record<string, readonly { name: string; lines: readonly number[]; executable: boolean }[]>;

const handEdit = fc.record({
  pick: fc.nat(20),
  how: fc.constantFrom('insert', 'append', 'replace', 'delete', 'crlf', 'mode', 'break'),
  at: fc.nat(8),
});
const step = fc.record({
  spec,
  edits: fc.array(handEdit, { maxLength: 3 }),
  rename: fc.boolean(),
  onDrift: fc.constantFrom<OnDrift>('merge', 'merge', 'keep', 'fail'),
});

function specOf(drawn: Drawn): Spec {
  return Object.fromEntries(
    Object.entries(drawn).map(([name, files]) => [name, files.map((one) => fileOf(name, one))]),
  );
}

function fileOf(component: string, { name, lines, executable }: Drawn[string][number]): FileSpec {
  const path = `${component.replace('.', '/')}/${name}`;
  const keys = Object.fromEntries(lines.map((line) => [`k${line}`, lines.length]));
  const said = { path, executable, template: name };
  if (name === 'c.json')
    return { ...said, ownership: 'structured', text: `${JSON.stringify(keys, null, 2)}\n` };
  if (name === 'd.yml')
    return {
      ...said,
      ownership: 'structured',
      text: Object.entries(keys)
        .map(([key, value]) => `${key}: ${value}\n`)
        .join(''),
    };
  const ownership = name === 'once.ts' ? 'create_once' : name === '0001.sql' ? 'append_only' : 'generated';
  return { ...said, ownership, text: lines.map((line) => `line ${line}\n`).join('') };
}

let tokens = 0;
/** An edit leaves a word that is nowhere else, so that it can be looked for. */
function handEdited(world: World, { pick, how, at }: { pick: number; how: string; at: number }): World {
  const paths = [...world.disk.keys()].sort();
  const path = paths[pick % Math.max(1, paths.length)];
  const file = path === undefined ? undefined : world.disk.get(path);
  if (path === undefined || typeof file !== 'object') return world;
  const text = textOf(file.bytes);
  const token = `hand${tokens++}`;
  const lines = text.split('\n');
  if (how === 'delete') return edit(world, path, undefined);
  if (how === 'mode') return edit(world, path, text, !file.executable);
  if (how === 'crlf') return edit(world, path, text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'));
  if (how === 'break') return edit(world, path, `${text}{ ${token}: [\n`);
  if (path.endsWith('.json'))
    return edit(world, path, text.replace('{', `{ "${token}": 1${/\{\s*\}/.test(text) ? '' : ','}`));
  const word = path.endsWith('.yml') ? `${token}: 1` : token;
  lines.splice(
    how === 'append' ? lines.length - 1 : Math.min(at, lines.length - 1),
    how === 'replace' && lines.length > 1 ? 1 : 0,
    word,
  );
  return edit(world, path, lines.join('\n'));
}

function handsIn(world: World): ReadonlySet<string> {
  return new Set(
    [...world.disk.values()].flatMap((one) =>
      typeof one === 'object' ? (textOf(one.bytes).match(/hand\d+/g) ?? []) : [],
    ),
  );
}

/** Plays a history of specs and hand edits, and shows every plan to `look`, with what carrying it out leads to. */
function play(
  history: readonly {
    spec: Drawn;
    edits: readonly { pick: number; how: string; at: number }[];
    rename: boolean;
    onDrift: OnDrift;
  }[],
  look: (moment: { world: World; spec: Spec; request: Request; after: World }) => void,
): void {
  let world = EMPTY;
  for (const { spec: drawn, edits, rename, onDrift } of history) {
    world = edits.reduce(handEdited, world);
    const { 'service.one': one, ...rest } = drawn;
    const renamed = rename && one !== undefined ? { ...rest, 'service.three': one } : drawn;
    const request: Request = {
      generation: { onDrift },
      moves: rename ? { 'service.one': 'service.three' } : {},
    };
    const wanted = specOf(renamed);
    const after = carryOut(world, planOf(world, wanted, request));
    look({ world, spec: wanted, request, after });
    world = after;
  }
}

const histories = fc.array(step, { minLength: 1, maxLength: 5 });

describe('a plan', () => {
  it('writes only onto what it has seen', () => {
    fc.assert(
      fc.property(histories, (history) => {
        play(history, ({ world, spec, request }) => {
          for (const change of planOf(world, spec, request).changes) {
            const entry = entryOf(world.disk.get(change.from ?? change.path));
            expect(change.expect).toBe(
              entry.kind === 'file' ? entry.raw : entry.kind === 'absent' ? 'absent' : 'not-a-file',
            );
          }
        });
      }),
    );
  });

  it('loses no word a person wrote', () => {
    fc.assert(
      fc.property(histories, (history) => {
        play(history, ({ world, after }) => {
          const left = handsIn(after);
          for (const hand of handsIn(world)) expect([...left]).toContain(hand);
        });
      }),
      { numRuns: 400 },
    );
  });

  it('is empty once it is carried out, but for conflicts and edits', () => {
    fc.assert(
      fc.property(histories, (history) => {
        play(history, ({ spec, request, after }) => {
          const again = planOf(after, spec, request);
          const counts = countPlan(again);
          expect(
            again.changes.filter((change) => change.action !== 'conflict' && change.action !== 'keep'),
          ).toEqual([]);
          expect(again.components).toEqual([]);
          expect(hasChanges(counts)).toBe(counts.conflict > 0);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('leaves what is asked for where nobody edited anything', () => {
    fc.assert(
      fc.property(fc.array(spec, { minLength: 1, maxLength: 4 }), (specs) => {
        let world = EMPTY;
        for (const drawn of specs) world = carryOut(world, planOf(world, specOf(drawn)));
        const last = specOf(specs.at(-1) ?? {});
        const wanted = Object.values(last)
          .flat()
          .filter((one) => one.ownership === 'generated' || one.ownership === 'structured');
        for (const one of wanted) expect(onDisk(world, one.path)).toBe(one.text);
        const paths = new Set(Object.values(last).flatMap((files) => files.map((one) => one.path)));
        expect([...world.disk.keys()].filter((path) => !paths.has(path))).toEqual([]);
      }),
    );
  });

  it('is the same in whatever order things come', () => {
    fc.assert(
      fc.property(histories, (history) => {
        play(history, ({ world, spec, request }) => {
          const [there, back] = [false, true].map((reversed) => {
            const plan = planOf(world, spec, { ...request, reversed });
            return { ...plan, components: plan.components.map(({ desired, ...change }) => change) };
          });
          expect(back).toEqual(there);
          expect(back?.components.flatMap((one) => [...(one.next?.files.keys() ?? [])])).toEqual(
            there?.components.flatMap((one) => [...(one.next?.files.keys() ?? [])]),
          );
        });
      }),
    );
  });
});
