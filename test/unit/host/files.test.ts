import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryHost } from '../../../src/host/memory.ts';
import { nodeHost } from '../../../src/host/node.ts';
import type { Files } from '../../../src/host/ports.ts';
import { HostFault } from '../../../src/host/ports.ts';
import { readOnly } from '../../../src/host/read-only.ts';
import { relPath } from '../../../src/path/rel-path.ts';

interface Subject {
  readonly files: Files;
  readonly link: (path: string, target: string) => void;
}

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) fs.rmSync(root, { recursive: true, force: true });
});

const subjects: Record<string, () => Subject> = {
  memory: () => {
    const host = memoryHost();
    return { files: host.files, link: (path, target) => host.disk.link(relPath(path), target) };
  },
  node: () => {
    const root = fs.mkdtempSync(join(tmpdir(), 'hatmax-files-'));
    roots.push(root);
    return { files: nodeHost(root).files, link: (path, target) => fs.symlinkSync(target, join(root, path)) };
  },
};

const bytes = (text: string) => new TextEncoder().encode(text);
const at = relPath;
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (fault) {
    if (fault instanceof HostFault) return fault.code;
    throw fault;
  }
  return 'none';
};

describe.each(Object.entries(subjects))('the files of the %s host', (_name, make) => {
  it('writes a new file, reads it back and never writes over one', () => {
    const { files } = make();
    files.writeNew(at('a.txt'), bytes('one'), 0o644);
    expect(Buffer.from(files.read(at('a.txt'))).toString()).toBe('one');
    expect(codeOf(() => files.writeNew(at('a.txt'), bytes('two'), 0o644))).toBe('EEXIST');
    expect(Buffer.from(files.read(at('a.txt'))).toString()).toBe('one');
  });

  it('tells kind, size and mode', () => {
    const { files, link } = make();
    files.mkdir(at('d'));
    files.writeNew(at('d/run.sh'), bytes('#!'), 0o755);
    link('l', 'd');
    expect(files.lstat(at('d/run.sh'))).toMatchObject({ kind: 'file', size: 2, mode: 0o755 });
    expect(files.lstat(at('d'))?.kind).toBe('folder');
    expect(files.lstat('.')?.kind).toBe('folder');
    expect(files.lstat(at('l'))?.kind).toBe('symlink');
    expect(files.lstat(at('none'))).toBeUndefined();
    expect(files.lstat(at('none/at/all'))).toBeUndefined();
    expect(files.readlink(at('l'))).toBe('d');
  });

  it('sees what is below a symlink or a file as blocked, one by one and all at once', () => {
    const { files, link } = make();
    files.mkdir(at('d'));
    files.writeNew(at('d/f'), bytes(''), 0o644);
    link('l', 'd');
    expect(files.lstat(at('l/f'))?.kind).toBe('blocked');
    expect(files.lstat(at('d/f/x'))?.kind).toBe('blocked');
    const kinds = files
      .lstatAll([at('d/f'), at('d/f/x'), at('l/f'), at('l/g/h'), at('n')])
      .map((s) => s?.kind);
    expect(kinds).toEqual(['file', 'blocked', 'blocked', 'blocked', undefined]);
  });

  it('reads, writes, moves and removes nothing through a symlink', () => {
    const { files, link } = make();
    files.mkdir(at('d'));
    files.writeNew(at('d/f'), bytes('x'), 0o644);
    files.writeNew(at('new'), bytes('y'), 0o644);
    link('l', 'd');
    link('lf', 'd/f');
    expect(codeOf(() => files.read(at('lf')))).toBe('ELOOP');
    expect(codeOf(() => files.read(at('l/f')))).toBe('ELOOP');
    expect(codeOf(() => files.writeNew(at('l/g'), bytes(''), 0o644))).toBe('ELOOP');
    expect(codeOf(() => files.writeNew(at('lf'), bytes(''), 0o644))).toBe('EEXIST');
    expect(codeOf(() => files.rename(at('new'), at('l/f')))).toBe('ELOOP');
    expect(codeOf(() => files.moveNew(at('new'), at('l/h')))).toBe('ELOOP');
    expect(codeOf(() => files.unlink(at('l/f')))).toBe('ELOOP');
    expect(codeOf(() => files.mkdir(at('l/e')))).toBe('ELOOP');
    expect(codeOf(() => files.rmdir(at('l/e')))).toBe('ELOOP');
    expect(codeOf(() => files.chmod(at('lf'), 0o755))).toBe('ELOOP');
    expect(files.list(at('l'))).toBeUndefined();
    files.rename(at('new'), at('lf'));
    expect(files.lstat(at('lf'))?.kind).toBe('file');
    expect(Buffer.from(files.read(at('d/f'))).toString()).toBe('x');
  });

  it('renames over a file and moves only onto nothing', () => {
    const { files } = make();
    files.writeNew(at('a'), bytes('a'), 0o644);
    files.writeNew(at('b'), bytes('b'), 0o644);
    expect(codeOf(() => files.moveNew(at('a'), at('b')))).toBe('EEXIST');
    files.rename(at('a'), at('b'));
    expect(files.lstat(at('a'))).toBeUndefined();
    expect(Buffer.from(files.read(at('b'))).toString()).toBe('a');
    files.moveNew(at('b'), at('c'));
    expect(files.list('.')).toEqual([{ name: 'c', kind: 'file' }]);
  });

  it('refuses what the disk refuses', () => {
    const { files } = make();
    files.mkdir(at('d'));
    files.writeNew(at('d/f'), bytes(''), 0o644);
    expect(codeOf(() => files.rmdir(at('d')))).toBe('ENOTEMPTY');
    expect(codeOf(() => files.mkdir(at('d')))).toBe('EEXIST');
    expect(codeOf(() => files.mkdir(at('x/y')))).toBe('ENOENT');
    expect(codeOf(() => files.read(at('d')))).toBe('EISDIR');
    expect(codeOf(() => files.read(at('none')))).toBe('ENOENT');
    expect(codeOf(() => files.unlink(at('none')))).toBe('ENOENT');
    expect(codeOf(() => files.writeNew(at('d/f/x'), bytes(''), 0o644))).toBe('ENOTDIR');
    expect(codeOf(() => files.rename(at('d/f'), at('none/f')))).toBe('ENOENT');
    expect(codeOf(() => files.rename(at('d/f'), at('d')))).not.toBe('none');
  });

  it('changes the mode and the change time, and keeps both otherwise', () => {
    const { files } = make();
    files.writeNew(at('f'), bytes('1'), 0o644);
    const before = files.lstat(at('f'));
    files.chmod(at('f'), 0o755);
    const after = files.lstat(at('f'));
    expect(after?.mode).toBe(0o755);
    expect(after?.ino).toBe(before?.ino);
    expect(after?.mtimeNs).toBe(before?.mtimeNs);
    files.sync([at('f'), '.', at('gone')]);
  });

  it('makes many durable at once, more than it would have open, and passes over what is gone', async () => {
    const { files } = make();
    const many = Array.from({ length: 150 }, (_, number) => at(`f${number}`));
    for (const path of many) files.writeNew(path, bytes('1'), 0o644);
    await files.syncAll([...many.slice(0, 50), '.', at('gone')]);
    await files.syncAll(many);
    expect(files.list('.')).toHaveLength(many.length);
  });

  it('reads and writes nothing where it may not write', () => {
    const { files } = make();
    files.writeNew(at('f'), bytes('1'), 0o644);
    const safe = readOnly({ ...memoryHost(), files }).files;
    expect(safe.lstat(at('f'))?.kind).toBe('file');
    const attempts = [
      () => safe.writeNew(at('g'), bytes(''), 0o644),
      () => safe.rename(at('f'), at('g')),
      () => safe.moveNew(at('f'), at('g')),
      () => safe.unlink(at('f')),
      () => safe.mkdir(at('d')),
      () => safe.rmdir(at('d')),
      () => safe.chmod(at('f'), 0o755),
    ];
    expect(attempts.map(codeOf)).toEqual(attempts.map(() => 'EROFS'));
    expect(files.list('.')).toHaveLength(1);
  });
});

describe('folders that are held open', () => {
  const tree = () => {
    const root = fs.mkdtempSync(join(tmpdir(), 'hatmax-held-'));
    roots.push(root);
    fs.mkdirSync(join(root, 'outside'));
    fs.mkdirSync(join(root, 'project/d'), { recursive: true });
    return { root, files: nodeHost(join(root, 'project')).files };
  };

  it('are left for nothing that is put in their place meanwhile', () => {
    const { root, files } = tree();
    const code = files.holding(() => {
      files.writeNew(at('d/a'), bytes('a'), 0o644);
      fs.renameSync(join(root, 'project/d'), join(root, 'project/e'));
      fs.symlinkSync(join(root, 'outside'), join(root, 'project/d'));
      return codeOf(() => files.writeNew(at('d/b'), bytes('b'), 0o644));
    });
    expect(fs.readdirSync(join(root, 'outside'))).toEqual([]);
    expect(code).toBe(process.platform === 'linux' ? 'none' : 'ELOOP');
    expect(codeOf(() => files.writeNew(at('d/c'), bytes('c'), 0o644))).toBe('ELOOP');
  });

  it('are never entered through a link', () => {
    const { root, files } = tree();
    fs.mkdirSync(join(root, 'outside/deep'));
    fs.symlinkSync(join(root, 'outside'), join(root, 'project/l'));
    files.holding(() => {
      expect(codeOf(() => files.writeNew(at('l/a'), bytes('a'), 0o644))).toBe('ELOOP');
      expect(codeOf(() => files.writeNew(at('l/deep/a'), bytes('a'), 0o644))).toBe('ELOOP');
      expect(codeOf(() => files.moveNew(at('d/none'), at('l/deep/a')))).toBe('ELOOP');
      expect(files.lstat(at('l/deep'))?.kind).toBe('blocked');
    });
  });

  it('are forgotten where they go, and let go of at the end', () => {
    const { root, files } = tree();
    const open = () => (process.platform === 'linux' ? fs.readdirSync('/proc/self/fd').length : 0);
    const before = open();
    files.holding(() => {
      for (let number = 0; number < 100; number++) {
        files.mkdir(at(`d/${number}`));
        files.writeNew(at(`d/${number}/a`), bytes('a'), 0o644);
      }
      files.unlink(at('d/99/a'));
      files.rmdir(at('d/99'));
      files.mkdir(at('d/99'));
      files.writeNew(at('d/99/b'), bytes('b'), 0o644);
      expect(open() - before).toBeLessThan(70);
    });
    expect(fs.readdirSync(join(root, 'project/d/99'))).toEqual(['b']);
    expect(open()).toBe(before);
  });

  it('tell how a new file looks', () => {
    const { files } = tree();
    const [stat] = files.holding(() => [files.writeNew(at('d/a'), bytes('abc'), 0o755)]);
    expect(files.lstat(at('d/a'))).toEqual(stat);
  });
});

describe('the disk of the memory host', () => {
  it('loses names and content that were not synced, each for itself', () => {
    const host = memoryHost();
    host.files.writeNew(at('a'), bytes('aaaa'), 0o644);
    host.files.sync(['.']);
    host.files.writeNew(at('b'), bytes('bbbb'), 0o644);
    host.disk.losePower(() => false);
    expect([...host.disk.snapshot()]).toEqual([['a', '']]);
  });

  it.each(['sync', 'syncAll'] as const)('keeps what was synced (%s)', async (sync) => {
    const host = memoryHost();
    host.files.writeNew(at('a'), bytes('aaaa'), 0o644);
    await host.files[sync]([at('a'), '.']);
    host.files.unlink(at('a'));
    host.disk.losePower(() => false);
    expect([...host.disk.snapshot()]).toEqual([['a', 'aaaa']]);
  });

  it('fills up', () => {
    const host = memoryHost();
    host.disk.capacity = 3;
    expect(codeOf(() => host.files.writeNew(at('a'), bytes('aaaa'), 0o644))).toBe('ENOSPC');
  });
});
