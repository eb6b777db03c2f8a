import fs from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { list } from 'tar';
import { describe, expect, it } from 'vitest';
import { address } from '../../../../src/graph/address.ts';
import { sha256 } from '../../../../src/host/sha256.ts';
import { relPath } from '../../../../src/path/rel-path.ts';
import { decodePlan } from '../../../../src/plan/file/decode.ts';
import { encodePlan, type PlanOrigin } from '../../../../src/plan/file/encode.ts';
import { planJsonSchema } from '../../../../src/plan/file/format.ts';
import { type Entry, readTar, writeTar } from '../../../../src/plan/file/tar.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { fc } from '../../../seeded.ts';
import { applied, edit, planOf, type Spec } from '../world.ts';

const spec: Spec = {
  'service.todo': [
    { path: 'todo/app.ts', text: 'a\nb\nNEW\n' },
    { path: 'todo/new.ts', text: 'new\n', executable: true },
    { path: 'todo/0001.sql', text: 'create\n', ownership: 'append_only' },
  ],
};
const before: Spec = {
  'service.todo': [
    { path: 'todo/app.ts', text: 'a\nb\nc\n' },
    { path: 'todo/old.ts', text: 'old\n' },
    { path: 'todo/0001.sql', text: 'create\n', ownership: 'append_only' },
  ],
};
const world = edit(edit(applied(before), 'todo/app.ts', 'HAND\na\nb\nc\n'), 'todo/0001.sql', 'edited\n');
const plan = planOf(world, spec, {
  notices: [
    { kind: 'migration', at: 'services.todo', path: 'todo/new.ts', summary: 'adds', statements: ['x'] },
  ],
});
const origin: PlanOrigin = {
  build: 'build',
  asked: { targets: ['service.todo'], prune: true },
  spec: { file: relPath('hatmax.yml'), text: 'version: 1\n' },
  state: new Map([[address('service.todo'), sha256('state')]]),
};
const bytes = encodePlan(plan, origin);
const entries = entriesOf(bytes);
const json = JSON.parse(textOf(entries[0]));
const SCHEMA = 'state/plan-v1/plan.schema.json';
const FIXTURE = 'state/plan-v1/fixtures/small.golden.json';

function entriesOf(archive: Uint8Array): readonly Entry[] {
  const read = readTar(archive);
  if ('fault' in read) throw new Error(read.fault);
  return read.entries;
}

function textOf(entry: Entry | undefined): string {
  return Buffer.from(entry?.bytes ?? []).toString('utf8');
}

/** The archive with another plan.json in it. */
function withJson(changed: object): Uint8Array {
  const [, ...rest] = entries;
  return writeTar([{ name: 'plan.json', bytes: Buffer.from(JSON.stringify(changed)) }, ...rest]);
}

function fault(archive: Uint8Array): string {
  const decoded = decodePlan(archive);
  return decoded.kind === 'invalid' ? decoded.why : decoded.kind;
}

describe('a saved plan', () => {
  it('comes back as it was, and is the same bytes each time', () => {
    const decoded = decodePlan(bytes);
    if (decoded.kind !== 'plan') throw new Error(JSON.stringify(decoded));
    const plain = { ...plan, components: plan.components.map(({ desired: _, ...rest }) => rest) };
    expect(comparable(decoded.plan)).toEqual(comparable(plain));
    expect(decoded.origin).toEqual(origin);
    expect(Buffer.from(encodePlan(plan, origin)).equals(bytes)).toBe(true);
  });

  it('is a tar that every tar reads, with no time, owner or path of a machine', async () => {
    const seen: string[] = [];
    const file = `${fs.mkdtempSync('/tmp/hatmax-plan-')}/plan`;
    fs.writeFileSync(file, bytes);
    await list({
      file,
      strict: true,
      onReadEntry: (entry) =>
        seen.push(`${entry.path} ${entry.type} ${Number(entry.mtime)} ${entry.uid} ${entry.uname ?? ''}`),
    });
    expect(seen.slice(0, 2)).toEqual(['plan.json File 0 0 ', 'spec.yml File 0 0 ']);
    expect(seen).toHaveLength(entries.length);
    expect(Buffer.from(bytes).includes(process.cwd())).toBe(false);
  });

  it('fits the published JSON Schema, and is the fixture of format 1', () => {
    const schema = planJsonSchema();
    expect(schema).toEqual(JSON.parse(fs.readFileSync(SCHEMA, 'utf8')));
    expect(textOf(entries[0])).toBe(fs.readFileSync(FIXTURE, 'utf8'));
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...json, more: 1 })).toBe(false);
  });
});

describe('a plan file from elsewhere', () => {
  const change = json.changes[0];
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'is no archive'],
    ['no tar', Buffer.from('x'.repeat(5000)), 'no plain file'],
    ['gzip', Buffer.from([0x1f, 0x8b, ...new Uint8Array(600)]), 'no plain file'],
    ['cut short', bytes.subarray(0, bytes.length - 600), 'cut short'],
    ['something after its end', Buffer.concat([bytes, Buffer.alloc(512)]), 'after its end'],
    ['another tar', writeTar([{ name: 'a', bytes: Buffer.from('a') }]), 'no plan of hatmax'],
    [
      'an entry that leaves',
      writeTar([...entries, { name: '../../x', bytes: Buffer.from('a') }]),
      'none of a plan',
    ],
    [
      'an absolute entry',
      writeTar([...entries, { name: '/etc/x', bytes: Buffer.from('a') }]),
      'none of a plan',
    ],
    ['an entry twice', writeTar([...entries, entries.at(-1) as Entry]), 'twice'],
    ['bytes nobody names', withObject('stray'), 'no step of it names'],
    ['bytes missing', writeTar(entries.slice(0, -1)), 'lacks the bytes'],
    ['a link', relinked('2'), 'no plain file'],
    ['a hard link', relinked('1'), 'no plain file'],
    ['a folder', relinked('5'), 'no plain file'],
    ['a device', relinked('3'), 'no plain file'],
    ['a long name', relinked('L'), 'no plain file'],
    ['an extended header', relinked('x'), 'no plain file'],
    ['a path that leaves', withJson({ ...json, changes: [{ ...change, path: '../x' }] }), 'plan.json'],
    ['an absolute path', withJson({ ...json, changes: [{ ...change, path: '/etc/passwd' }] }), 'plan.json'],
    ['a path into .git', withJson({ ...json, changes: [{ ...change, path: '.git/hooks/x' }] }), 'plan.json'],
    ['a source that leaves', withJson({ ...json, changes: [{ ...change, from: '../x' }] }), 'plan.json'],
    [
      'an address with slashes',
      withJson({ ...json, components: [{ address: '../x', action: 'delete' }] }),
      'plan.json',
    ],
    ['an unknown action', withJson({ ...json, changes: [{ ...change, action: 'chmod' }] }), 'plan.json'],
    ['an unknown key', withJson({ ...json, run: 'rm' }), 'plan.json'],
    [
      'a spec that is another',
      withJson({ ...json, spec: { ...json.spec, hash: sha256('x') } }),
      'another spec',
    ],
    [
      'no JSON',
      writeTar([{ name: 'plan.json', bytes: Buffer.from('{') }, ...entries.slice(1)]),
      'cannot be read',
    ],
    [
      'deep JSON',
      writeTar([{ name: 'plan.json', bytes: Buffer.from('['.repeat(1e6)) }, ...entries.slice(1)]),
      'nested',
    ],
    ['a huge size', sized(8 ** 11 - 1), 'cut short'],
  ])('with %s is refused', (_, archive, why) => {
    expect(fault(archive)).toContain(why);
  });

  it('with altered bytes is refused, wherever they are', () => {
    for (const { name } of entries.slice(1)) {
      const altered = entries.map((entry) =>
        entry.name === name ? { name, bytes: Buffer.concat([entry.bytes, Buffer.from('!')]) } : entry,
      );
      expect(decodePlan(writeTar(altered)).kind, name).toBe('invalid');
    }
  });

  it('of a newer format names its version', () => {
    expect(decodePlan(withJson({ format: 2, hatmax: '9.0.0' }))).toEqual({
      kind: 'newer',
      format: 2,
      hatmax: '9.0.0',
    });
  });

  const RUNS = Number(process.env.HATMAX_FUZZ_RUNS ?? 400);

  it('of random bytes is an answer, never a fault, and is never read as another plan', () => {
    const known = JSON.stringify(comparable((decodePlan(bytes) as { plan: Plan }).plan));
    const mutation = fc.oneof(
      fc.record({ at: fc.nat(bytes.length - 1), byte: fc.nat(255), kind: fc.constant('set' as const) }),
      fc.record({ at: fc.nat(bytes.length - 1), length: fc.nat(2000), kind: fc.constant('cut' as const) }),
      fc.record({
        at: fc.nat(bytes.length - 1),
        more: fc.uint8Array({ maxLength: 1200 }),
        kind: fc.constant('add' as const),
      }),
    );
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        let hostile = Buffer.from(bytes);
        for (const change of mutations) {
          if (change.kind === 'set') hostile[Math.min(change.at, hostile.length - 1)] = change.byte;
          else if (change.kind === 'cut')
            hostile = Buffer.concat([
              hostile.subarray(0, change.at),
              hostile.subarray(change.at + change.length),
            ]);
          else
            hostile = Buffer.concat([
              hostile.subarray(0, change.at),
              change.more,
              hostile.subarray(change.at),
            ]);
        }
        const decoded = decodePlan(hostile);
        if (decoded.kind !== 'plan') return;
        const paths = decoded.plan.changes.flatMap(({ path, from }) => [path, from ?? path]);
        expect(paths.every((path) => !path.startsWith('/') && !path.split('/').includes('..'))).toBe(true);
        for (const change of decoded.plan.changes) {
          const same = plan.changes.find(({ path }) => path === change.path);
          if (same?.write && change.write)
            expect(
              Buffer.from(change.write).equals(same.write) ||
                JSON.stringify(comparable(decoded.plan)) !== known,
            ).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4000 }), (random) => decodePlan(random).kind !== 'plan'),
      { numRuns: RUNS },
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(json)), (value, key) => {
        expect(() => decodePlan(withJson({ ...json, [key]: value }))).not.toThrow();
      }),
      { numRuns: RUNS },
    );
  });
});

/** Map and bytes as plain values, in any order. */
function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, one) => {
      if (one instanceof Map) return [...one].sort(([a], [b]) => (a < b ? -1 : 1));
      return one instanceof Uint8Array || one?.type === 'Buffer'
        ? Buffer.from(one.data ?? one).toString('base64')
        : one;
    }),
  );
}

function withObject(text: string): Uint8Array {
  const [head, second, ...objects] = entries;
  const added = [...objects, { name: `objects/${sha256(text)}`, bytes: Buffer.from(text) }];
  return writeTar([head, second, ...added.sort((a, b) => (a.name < b.name ? -1 : 1))] as Entry[]);
}

/** The last entry as another type, its checksum put right. */
function relinked(type: string): Uint8Array {
  return patched((header) => header.write(type, 156, 'latin1'));
}

function sized(size: number): Uint8Array {
  return patched((header) => header.write(size.toString(8).padStart(11, '0'), 124, 'latin1'));
}

function patched(patch: (header: Buffer) => void): Uint8Array {
  const archive = Buffer.from(bytes);
  const header = archive.subarray(0, 512);
  patch(header);
  header.write('        ', 148, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return archive;
}
