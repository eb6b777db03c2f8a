import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../../src/apply/apply.ts';
import { keepBytes } from '../../../src/apply/kept.ts';
import { type MemoryHost, memoryHost } from '../../../src/host/memory.ts';
import { sha256 } from '../../../src/host/sha256.ts';
import { relPath } from '../../../src/path/rel-path.ts';
import { KEPT_LIST, keptFile } from '../../../src/state/layout.ts';
import { readState } from '../../../src/state/store.ts';
import { bytes, planTo, type Tree } from './plans.ts';

const A = relPath('src/a.ts');
const B = relPath('src/b.ts');

const listOf = ({ disk }: MemoryHost) => disk.snapshot().get(KEPT_LIST)?.trimEnd().split('\n');
const line = (text: string, path: string) => `${sha256(text)} ${path}`;

describe("a person's bytes that go from the tree", () => {
  it('are kept under their hash, with their path in a list, newest last and each once', () => {
    const host = memoryHost();
    keepBytes(host.files, A, bytes('one\n'));
    keepBytes(host.files, B, bytes('two\n'));
    keepBytes(host.files, A, bytes('one\n'));
    expect(listOf(host)).toEqual([line('two\n', B), line('one\n', A)]);
    expect(host.disk.snapshot().get(keptFile(sha256('one\n')))).toBe('one\n');
  });

  it('outlive a loss of power, whatever else of it does', () => {
    for (const survives of ['name', 'content', 'neither']) {
      const host = memoryHost();
      host.disk.folder(relPath('.hatmax'));
      keepBytes(host.files, A, bytes('one\n'));
      keepBytes(host.files, B, bytes('two\n'));
      host.disk.losePower((what) => what === survives);
      expect(listOf(host), survives).toEqual([line('one\n', A), line('two\n', B)]);
      expect(host.disk.snapshot().get(keptFile(sha256('one\n'))), survives).toBe('one\n');
      expect(host.disk.snapshot().get(keptFile(sha256('two\n'))), survives).toBe('two\n');
    }
  });

  it('go after ten thousand others, but for those that a later line names', () => {
    const host = memoryHost();
    keepBytes(host.files, A, bytes('oldest\n'));
    keepBytes(host.files, A, bytes('twice\n'));
    const many = Array.from({ length: 9_998 }, (_, row) => line(`${row}`, 'x'));
    const old = [line('oldest\n', A), line('twice\n', A), ...many];
    host.disk.put(KEPT_LIST, `${old.join('\n')}\n`);
    keepBytes(host.files, B, bytes('twice\n'));
    keepBytes(host.files, B, bytes('newest\n'));
    const there = (text: string) => host.disk.find(keptFile(sha256(text))) !== undefined;
    expect(listOf(host)).toHaveLength(10_000);
    expect([there('oldest\n'), there('twice\n'), there('newest\n')]).toEqual([false, true, true]);
  });

  it('are noted with their path when an apply takes them, replaces torn ones of before, and outlive it', async () => {
    const host = memoryHost();
    const apply = async (tree: Tree) => {
      const recorded = await readState(host);
      return applyPlan(planTo(tree, host, recorded), host, { recorded });
    };
    await apply({ 'src/a.ts': { text: 'rendered\n' } });
    host.disk.put(A, 'mine\n');
    host.disk.put(keptFile(sha256('mine\n')), 'mi');
    expect((await apply({ 'src/a.ts': { text: 'new\n' } })).kind).toBe('applied');
    expect(listOf(host)).toEqual([line('mine\n', A)]);
    expect(host.disk.snapshot().get(keptFile(sha256('mine\n')))).toBe('mine\n');
    await apply({ 'src/a.ts': { text: 'newer\n' } });
    expect(host.disk.snapshot().get(keptFile(sha256('mine\n')))).toBe('mine\n');
  });
});
