import { describe, expect, it } from 'vitest';
import { Aside, bringBack, Moved } from '../../../src/apply/aside.ts';
import type { Step } from '../../../src/apply/step.ts';
import { faultHost } from '../../../src/host/fault.ts';
import { memoryHost } from '../../../src/host/memory.ts';
import type { MemoryDisk } from '../../../src/host/memory-disk.ts';
import { sha256 } from '../../../src/host/sha256.ts';
import { relPath } from '../../../src/path/rel-path.ts';
import { keptBytes } from './plans.ts';

const PATH = relPath('src/a.ts');
const AT = relPath('src/.hatmax-0-old');
const NEW = relPath('src/.hatmax-0');
const version = (text: string) => ({ hash: sha256(text), mode: 0o644 });
const STEP: Step = { path: PATH, before: version('old\n'), after: version('new\n') };

function stage(): MemoryDisk {
  const { disk } = memoryHost();
  disk.put(PATH, 'old\n');
  disk.put(NEW, 'new\n');
  return disk;
}

/** Replaces or removes, while somebody does something right before the n-th call. */
function act(disk: MemoryDisk, what: 'replace' | 'remove', n = 0, meddle: () => void = () => undefined) {
  const host = faultHost(memoryHost({ disk }), ({ number }) => {
    if (number === n) meddle();
    return 'go';
  });
  const aside = new Aside(host.files, STEP, AT);
  if (what === 'replace') aside.replaceBy(NEW);
  else aside.remove();
  return host.calls.length;
}

const at = (disk: MemoryDisk) => disk.snapshot().get(PATH);

describe('a file that steps aside', () => {
  it('is replaced or removed, with nothing left of it', () => {
    const disk = stage();
    act(disk, 'replace');
    expect([...disk.snapshot()]).toEqual([[PATH, 'new\n']]);
    const other = stage();
    act(other, 'remove');
    expect([...other.snapshot().keys()]).toEqual([NEW]);
  });

  it.each(['replace', 'remove'] as const)('of what is no file it leaves all as it is: %s', (what) => {
    for (const put of [
      (disk: MemoryDisk) => disk.remove(PATH),
      (disk: MemoryDisk) => {
        disk.remove(PATH);
        disk.link(PATH, '../elsewhere');
      },
      (disk: MemoryDisk) => {
        disk.remove(PATH);
        disk.folder(PATH);
      },
      (disk: MemoryDisk) => disk.put(PATH, 'edited\n'),
      (disk: MemoryDisk) => disk.put(PATH, 'old\n', 0o755),
    ]) {
      const disk = stage();
      put(disk);
      const before = disk.snapshot();
      expect(() => act(disk, what)).toThrow(Moved);
      expect(disk.snapshot()).toEqual(before);
    }
  });

  it.each(['replace', 'remove'] as const)('never takes bytes along that are saved meanwhile: %s', (what) => {
    const calls = act(stage(), what);
    // By a program that has the very file open; what it writes when the file is as good as gone goes with it.
    const writeTo = (disk: MemoryDisk, n: number) => {
      if (n < calls) disk.put(disk.find(AT) === undefined ? PATH : AT, 'written\n');
    };
    const saves: ((disk: MemoryDisk, n: number) => void)[] = [
      (disk) => disk.put(PATH, 'saved\n'),
      writeTo,
      (disk, n) => {
        if (disk.find(AT) !== undefined) writeTo(disk, n);
        disk.put(PATH, 'saved\n');
      },
    ];
    for (const save of saves)
      for (let n = 1; n <= calls; n++) {
        const disk = stage();
        let saved = '';
        try {
          act(disk, what, n, () => {
            save(disk, n);
            saved = [...disk.snapshot().values()].join('');
          });
        } catch (fault) {
          expect(fault).toBeInstanceOf(Moved);
        }
        const found = [at(disk), ...keptBytes(disk), disk.snapshot().get(AT)].join('');
        for (const text of ['saved\n', 'written\n'])
          if (saved.includes(text)) expect(found, `${what}, ${text.trim()} before call ${n}`).toContain(text);
      }
  });

  it('is brought back after a crash, gone where its bytes are known, kept where they are not', () => {
    const bring = (aside: string, there?: string) => {
      const { disk, files } = memoryHost();
      disk.put(AT, aside);
      if (there !== undefined) disk.put(PATH, there);
      bringBack(files, STEP, AT);
      expect(disk.find(AT)).toBeUndefined();
      return [at(disk), keptBytes(disk)];
    };
    expect(bring('old\n')).toEqual(['old\n', []]);
    expect(bring('old\n', 'new\n')).toEqual(['new\n', []]);
    expect(bring('new\n', 'saved\n')).toEqual(['saved\n', []]);
    expect(bring('written\n')).toEqual(['written\n', []]);
    expect(bring('written\n', 'new\n')).toEqual(['new\n', ['written\n']]);
  });
});
