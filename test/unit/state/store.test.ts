import { describe, expect, it } from 'vitest';
import { address } from '../../../src/graph/address.ts';
import { memoryHost } from '../../../src/host/memory.ts';
import { type Sha256, sha256 } from '../../../src/host/sha256.ts';
import { relPath } from '../../../src/path/rel-path.ts';
import { encodeComponent } from '../../../src/state/codec.ts';
import { readMerged, UNKNOWN_DIGEST } from '../../../src/state/heal.ts';
import { objectFile, stateFile } from '../../../src/state/layout.ts';
import { openBases } from '../../../src/state/objects.ts';
import { decodePack, encodePack } from '../../../src/state/pack.ts';
import type { RecordedComponent, RecordedFile } from '../../../src/state/recorded.ts';
import { readState, stateHash } from '../../../src/state/store.ts';
import { stateDiagnostics, verifyState } from '../../../src/state/verify.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function component(
  name: string,
  texts: Record<string, string>,
  more: Partial<RecordedComponent> = {},
): RecordedComponent {
  const entries = Object.entries(texts).map(([path, text]): [ReturnType<typeof relPath>, RecordedFile] => [
    relPath(path),
    {
      ownership: 'generated',
      executable: false,
      template: 't',
      at: [],
      base: sha256(text),
      applied: sha256(text),
      unaccepted: false,
    },
  ]);
  return {
    format: 1,
    address: address(name),
    hatmax: '0.3.0',
    digest: sha256(name),
    dependsOn: [],
    at: [],
    facts: undefined,
    pack: packOf(texts).hash,
    files: new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1))),
    ...more,
  };
}

function packOf(texts: Record<string, string>): { hash: Sha256; bytes: Uint8Array } {
  const pack = encodePack(Object.values(texts).map((text) => [sha256(text), bytes(text)] as const));
  return { hash: sha256(pack), bytes: pack };
}

function recorded(texts: Record<string, string>) {
  const host = memoryHost();
  const one = component('service.todo', texts);
  host.disk.put(stateFile(one.address), encodeComponent(one));
  host.disk.put(objectFile(packOf(texts).hash), packOf(texts).bytes);
  return { host, one };
}

describe('reading the state', () => {
  it('gives four answers beside the good one', async () => {
    expect(await readState(memoryHost())).toEqual({ kind: 'absent' });
    const { host, one } = recorded({ a: '1' });
    const state = await readState(host);
    expect(state).toMatchObject({ kind: 'present', hash: stateHash(host.files) });
    expect(state.kind === 'present' && state.components.get(one.address)).toEqual(one);
    host.disk.put(stateFile(one.address), encodeComponent(one).replace('"format": 1', '"format": 2'));
    expect(await readState(host)).toMatchObject({ kind: 'newer', format: 2, hatmax: '0.3.0' });
    host.disk.put(stateFile(one.address), 'garbage');
    expect(await readState(host)).toMatchObject({ kind: 'unreadable', file: stateFile(one.address) });
    expect(stateDiagnostics(await readState(host))[0]?.code).toBe('HM3001');
  });

  it('refuses a file that holds the state of another component, a link, and a link for the folder', async () => {
    const { host, one } = recorded({ a: '1' });
    host.disk.put(stateFile(address('project')), encodeComponent(one));
    expect((await readState(host)).kind).toBe('unreadable');
    const linked = memoryHost();
    linked.disk.link(relPath('.hatmax/state'), '/etc');
    expect((await readState(linked)).kind).toBe('unreadable');
  });

  it('tells what does not belong there', async () => {
    const { host } = recorded({ a: '1' });
    host.disk.put(relPath('.hatmax/state/notes.txt'), '');
    host.disk.link(relPath('.hatmax/state/project.json'), '/etc/passwd');
    expect(await readState(host)).toMatchObject({
      kind: 'present',
      strays: ['.hatmax/state/notes.txt', '.hatmax/state/project.json'],
    });
    expect(verifyState(host).map(({ code }) => code)).toEqual(['HM3006', 'HM3006']);
  });
});

const OURS = { a: '1', b: 'ours', c: '3', mine: 'x' };
const THEIRS = { a: '1', b: 'theirs', c: '3' };
const ours = component('service.todo', OURS, { facts: { tables: ['items', 'tags'], both: { x: 1 } } });
const theirs = component('service.todo', THEIRS, {
  facts: { tables: ['items', 'lists'], both: { x: 1, y: 2 } },
  digest: sha256('other'),
});

describe('a state that git made of two', () => {
  it.each([
    ['between markers', (one: string, other: string) => conflict(one, other)],
    ['with the base between the markers too', withBase],
    ['as lines of both, which JSON alone would read as the last', union],
  ])('is read as both sides, %s', async (_, mergedBy) => {
    const host = memoryHost();
    host.disk.put(stateFile(ours.address), mergedBy(encodeComponent(ours), encodeComponent(theirs)));
    for (const one of [ours, theirs]) if (one.pack) host.disk.put(objectFile(one.pack), packs(one));
    const state = await readState(host);
    if (state.kind !== 'conflicted') throw new Error(state.kind);
    const healed = state.components.get(ours.address);
    if (healed === undefined) throw new Error('nothing healed');
    expect([...healed.files.keys()].sort()).toEqual(['a', 'b', 'c', 'mine']);
    expect(healed.files.get(relPath('b'))?.base).toBe(sha256('ours'));
    expect(healed.others?.get(relPath('b'))?.map(({ base }) => base)).toEqual([sha256('theirs')]);
    expect(state.uncertain).toEqual(['b']);
    expect(healed.digest).toBe(UNKNOWN_DIGEST);
    expect(healed.facts).toEqual({ tables: ['items', 'tags', 'lists'], both: { x: 1, y: 2 } });
    expect([...openBases(host.files).all([healed]).keys()].sort()).toEqual(
      ['1', '3', 'ours', 'theirs', 'x'].map((text) => sha256(text)).sort(),
    );
    expect(stateDiagnostics(state).map(({ code }) => code)).toEqual(['HM3003']);
    expect(verifyState(host).map(({ code }) => code)).toEqual(['HM3003']);
  });

  it('is unreadable where a side makes no sense, and refused where one is newer', async () => {
    const host = memoryHost();
    host.disk.put(stateFile(ours.address), conflict(encodeComponent(ours), '{ "x": '));
    expect((await readState(host)).kind).toBe('unreadable');
    const newer = encodeComponent(theirs).replace('"format": 1', '"format": 2');
    host.disk.put(stateFile(ours.address), conflict(encodeComponent(ours), newer));
    expect((await readState(host)).kind).toBe('newer');
    const hostile = encodeComponent(theirs).replace('"b":', '"../b":');
    host.disk.put(stateFile(ours.address), union(encodeComponent(ours), hostile));
    expect((await readState(host)).kind).toBe('unreadable');
    expect(readMerged('<<<<<<< a\n<<<<<<< b\n')).toBeUndefined();
  });
});

function packs(one: RecordedComponent): Uint8Array {
  const texts = one === ours ? OURS : THEIRS;
  return packOf(texts).bytes;
}

function withBase(one: string, other: string): string {
  return conflict(one, other).replace('=======', '||||||| base\n  "x": 1\n=======');
}

/** As git's union driver writes it: what differs is there from both sides. */
function union(one: string, other: string): string {
  return conflict(one, other)
    .split('\n')
    .filter((line) => !/^(<<<|===|>>>)/.test(line))
    .join('\n');
}

/** As git writes it: the common head and tail once, the rest of both sides between markers. */
function conflict(ours: string, theirs: string): string {
  const [a, b] = [ours.split('\n'), theirs.split('\n')];
  let head = 0;
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head++;
  return [
    ...a.slice(0, head),
    '<<<<<<< HEAD',
    ...a.slice(head),
    '=======',
    ...b.slice(head),
    '>>>>>>> branch',
  ].join('\n');
}

describe('packs', () => {
  const texts = ['one\n', '', 'two\nlines', 'hatmax pack 1\n', '\n'];

  it('hold contents by hash, once each', () => {
    const pack = encodePack([...texts, 'one\n'].map((text) => [sha256(text), bytes(text)] as const));
    const decoded = decodePack(pack);
    expect(decoded.whole).toBe(true);
    expect([...decoded.contents.keys()]).toEqual(texts.map((text) => sha256(text)));
    for (const text of texts)
      expect(Buffer.from(decoded.contents.get(sha256(text)) ?? []).toString()).toBe(text);
  });

  it('cut short or altered anywhere are never read wrongly', () => {
    const pack = encodePack(texts.map((text) => [sha256(text), bytes(text)] as const));
    for (let end = 0; end < pack.length; end++) expect(() => decodePack(pack.subarray(0, end))).not.toThrow();
    for (let at = 0; at < pack.length; at++) {
      const altered = pack.slice();
      altered[at] = (altered[at] ?? 0) ^ 1;
      const host = memoryHost();
      const one = component('project', { a: 'two\nlines' }, { pack: sha256(pack) });
      host.disk.put(objectFile(sha256(pack)), altered);
      const answer = openBases(host.files).read(one, sha256('two\nlines'));
      if (answer.kind === 'found') expect(Buffer.from(answer.bytes).toString()).toBe('two\nlines');
    }
  });

  it('that are missing or damaged are answers', () => {
    const { host, one } = recorded({ a: '1', b: '2' });
    expect(verifyState(host)).toEqual([]);
    expect(openBases(host.files).all([one]).size).toBe(2);
    const pack = objectFile(one.pack ?? sha256(''));
    host.disk.put(
      pack,
      Buffer.from(packOf({ a: '1', b: '2' }).bytes)
        .toString()
        .replace('\n2\n', '\n3\n'),
    );
    expect(openBases(host.files).read(one, sha256('2')).kind).toBe('corrupt');
    expect(openBases(host.files).read(one, sha256('1')).kind).toBe('found');
    expect(verifyState(host).map(({ code }) => code)).toEqual(['HM3005', 'HM3005']);
    host.disk.remove(pack);
    expect(openBases(host.files).read(one, sha256('1')).kind).toBe('missing');
    expect(verifyState(host).map(({ code }) => code)).toEqual(['HM3004', 'HM3004']);
  });

  it('verify finds a path with two owners', () => {
    const { host } = recorded({ a: '1' });
    const other = component('project', { a: '1' });
    host.disk.put(stateFile(other.address), encodeComponent(other));
    expect(verifyState(host).map(({ code }) => code)).toEqual(['HM3007']);
  });
});
