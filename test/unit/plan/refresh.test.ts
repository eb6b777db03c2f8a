import { describe, expect, it } from 'vitest';
import type { DesiredGraph } from '../../../src/desired/graph.ts';
import { address } from '../../../src/graph/address.ts';
import { memoryHost } from '../../../src/host/memory.ts';
import { sha256 } from '../../../src/host/sha256.ts';
import { relPath } from '../../../src/path/rel-path.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { refresh } from '../../../src/plan/refresh.ts';
import { type RecordedState, STATE_FORMAT } from '../../../src/state/recorded.ts';

const files: Readonly<Record<string, string>> = {
  'a/one.ts': 'one\n',
  'a/two.ts': 'two\n',
  'a/run.sh': 'run\n',
};
const component = address('service.a');

function recorded(): RecordedState {
  const entries = Object.entries(files).map(([path, text]) => {
    const hash = sha256(text);
    return [
      relPath(path),
      {
        ownership: 'generated' as const,
        executable: path.endsWith('.sh'),
        template: path,
        at: [],
        base: hash,
        applied: hash,
        unaccepted: false,
      },
    ] as const;
  });
  const one = {
    format: STATE_FORMAT,
    address: component,
    hatmax: '1',
    digest: sha256('d'),
    dependsOn: [],
    at: [],
    facts: undefined,
    pack: undefined,
    files: new Map(entries),
  } as const;
  return { kind: 'present', components: new Map([[component, one]]), hash: sha256('') };
}

const asRecorded: DesiredGraph = {
  components: [
    {
      address: component,
      digest: sha256('d'),
      dependsOn: [],
      at: [],
      facts: undefined,
      notices: [],
      files: { kind: 'as-recorded' },
    },
  ],
  generation: { onDrift: 'merge', ignore: [], createOnce: [] },
  moves: [],
  removals: [],
  renamedParts: [],
  keptParts: [],
};

function withNew(path: string): DesiredGraph {
  const content = { kind: 'text' as const, text: 'new\n', hash: sha256('new\n') };
  const file = {
    path: relPath(path),
    ownership: 'generated' as const,
    executable: false,
    template: 't',
    at: [],
    content,
  };
  const [first] = asRecorded.components;
  if (first === undefined) throw new Error('it has one');
  return {
    ...asRecorded,
    components: [{ ...first, digest: sha256('e'), files: { kind: 'rendered', files: [file] } }],
  };
}

function tree() {
  const host = memoryHost();
  for (const [path, text] of Object.entries(files))
    host.disk.put(relPath(path), text, path.endsWith('.sh') ? 0o755 : 0o644);
  const reads: string[] = [];
  const files_ = new Proxy(host.files, {
    get: (target, name) => {
      if (name !== 'read') return Reflect.get(target, name).bind(target);
      return (path: string) => {
        reads.push(path);
        return target.read(relPath(path));
      };
    },
  });
  return { host, reading: { ...host, files: files_ }, reads };
}

const known = {
  find: (path: string) => ({ raw: sha256(files[path] ?? ''), content: sha256(files[path] ?? '') }),
};
const entry = async (host: Parameters<typeof refresh>[0], path: string, desired = asRecorded) =>
  (await refresh(host, desired, recorded())).entries.get(relPath(path));

describe('refresh', () => {
  it('reads no file whose stat did not change', async () => {
    const { reading, reads } = tree();
    const actual = await refresh(reading, asRecorded, recorded(), { known });
    expect(reads).toEqual([]);
    expect(
      makePlan({
        desired: asRecorded,
        recorded: recorded(),
        actual,
        bases: new Map(),
        options: { hatmax: '1' },
      }),
    ).toMatchObject({ changes: [], drift: [], components: [] });
  });

  it('reads them all where nothing is known', async () => {
    const { reading, reads } = tree();
    await refresh(reading, asRecorded, recorded());
    expect(reads.sort()).toEqual(Object.keys(files).sort());
  });

  it('reads what is about to be written, and what somebody made executable', async () => {
    const { host, reading, reads } = tree();
    host.disk.put(relPath('a/two.ts'), 'two\n', 0o755);
    const actual = await refresh(reading, withNew('a/one.ts'), recorded(), { known });
    expect(reads).toContain('a/one.ts');
    expect(actual.entries.get(relPath('a/two.ts'))).toMatchObject({ executable: true });
  });

  it('hashes content with line endings made one', async () => {
    const { host } = tree();
    host.disk.put(relPath('a/one.ts'), 'one\r\n');
    expect(await entry(host, 'a/one.ts')).toMatchObject({
      kind: 'file',
      raw: sha256('one\r\n'),
      content: sha256('one\n'),
    });
  });

  it('tells what is no file, and follows nothing', async () => {
    const { host } = tree();
    host.disk.remove(relPath('a/one.ts'));
    host.disk.link(relPath('a/one.ts'), '/etc/passwd');
    host.disk.remove(relPath('a/two.ts'));
    host.disk.folder(relPath('a/two.ts'));
    expect(await entry(host, 'a/one.ts')).toEqual({ kind: 'other', found: 'symlink' });
    expect(await entry(host, 'a/two.ts')).toEqual({ kind: 'other', found: 'folder' });
    const other = memoryHost();
    other.disk.link(relPath('a'), '/etc');
    expect(await entry(other, 'a/one.ts')).toEqual({ kind: 'other', found: 'blocked' });
  });

  it('finds names that differ in case only, in folders too', async () => {
    const { host } = tree();
    host.disk.put(relPath('B/Read.md'), 'x\n');
    const twins = async (path: string) =>
      (await refresh(host, withNew(path), recorded())).twins.get(relPath(path));
    expect(await twins('B/read.md')).toBe('B/Read.md');
    expect(await twins('b/new.md')).toBe('B');
    expect(await twins('B/new.md')).toBeUndefined();
    expect(await twins('a/new.md')).toBeUndefined();
  });
});
