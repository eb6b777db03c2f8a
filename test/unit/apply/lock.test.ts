import { describe, expect, it } from 'vitest';
import { breakLock, readLock, takeLock } from '../../../src/apply/lock.ts';
import { faultHost, Killed } from '../../../src/host/fault.ts';
import { memoryHost } from '../../../src/host/memory.ts';
import { MemoryDisk } from '../../../src/host/memory-disk.ts';
import { relPath } from '../../../src/path/rel-path.ts';

const running = new Set([1, 2, 3, 4, 5]);
const on = (disk: MemoryDisk, pid: number) => memoryHost({ disk, pid, running });
const LOCK = relPath('.hatmax/lock');

describe('the lock', () => {
  it('is held by one, who is named to the other, until it is given back', async () => {
    const disk = new MemoryDisk();
    const first = await takeLock(on(disk, 1), 'apply');
    const second = await takeLock(on(disk, 2), 'destroy', 500);
    expect(second).toMatchObject({
      kind: 'held',
      liveness: 'alive',
      holder: { pid: 1, what: 'apply', hostName: 'memory' },
    });
    if (first.kind === 'taken') first.lock.release();
    expect((await takeLock(on(disk, 2), 'destroy')).kind).toBe('taken');
  });

  it('is waited for', async () => {
    const disk = new MemoryDisk();
    const first = await takeLock(on(disk, 1), 'apply');
    const host = on(disk, 2);
    let waits = 0;
    const clock = {
      now: host.clock.now,
      sleep: async (milliseconds: number) => {
        await host.clock.sleep(milliseconds);
        if (++waits === 3 && first.kind === 'taken') first.lock.release();
      },
    };
    expect((await takeLock({ ...host, clock }, 'apply', 10_000)).kind).toBe('taken');
    expect(waits).toBe(3);
  });

  it('of a dead process is taken over, of another machine or unreadable it is not', async () => {
    const disk = new MemoryDisk();
    await takeLock(on(disk, 77), 'apply');
    expect(await takeLock(on(disk, 2), 'apply')).toMatchObject({ kind: 'taken', takenOverFrom: { pid: 77 } });
    expect(readLock(on(disk, 3).files)?.pid).toBe(2);
    disk.put(LOCK, JSON.stringify({ ...readLock(on(disk, 3).files), hostName: 'elsewhere' }));
    expect(await takeLock(on(disk, 3), 'apply')).toMatchObject({ kind: 'held', liveness: 'unknown' });
    disk.put(LOCK, '{');
    expect(await takeLock(on(disk, 3), 'apply')).toMatchObject({ kind: 'held', holder: undefined });
    expect([...disk.snapshot().keys()]).toEqual(['.hatmax/lock']);
  });

  it('sweeps what the dead left of theirs, and nothing that may be of the living', async () => {
    const disk = new MemoryDisk();
    const first = await takeLock(on(disk, 1), 'apply');
    if (first.kind !== 'taken') throw new Error('not taken');
    const entry = (pid: number) =>
      JSON.stringify({ ...first.lock.holder, pid, incarnation: `start-of-${pid}` });
    const left = { dead: entry(77), living: entry(2), unreadable: '{' };
    const namesLeft = () => [...disk.snapshot().keys()].map((path) => path.replace('.hatmax/lock-', ''));
    const stage = () => {
      for (const [name, text] of Object.entries(left)) disk.put(relPath(`.hatmax/lock-${name}`), text);
    };
    const takeAt = async (now: number) => {
      stage();
      const host = on(disk, 3);
      const answer = await takeLock({ ...host, clock: { ...host.clock, now: () => now } }, 'apply');
      if (answer.kind === 'taken') answer.lock.release();
    };
    first.lock.release();
    await takeAt(1_000);
    expect(namesLeft()).toEqual(['living', 'unreadable']);
    await takeAt(120_000);
    expect(namesLeft()).toEqual(['living']);
  });

  it('is broken by its id only', async () => {
    const disk = new MemoryDisk();
    await takeLock(on(disk, 1), 'apply');
    const host = on(disk, 2);
    expect(breakLock(host, 'ffff')).toBe('wrong-id');
    expect(breakLock(host, readLock(host.files)?.id ?? '')).toBe('unlocked');
    expect(breakLock(host, 'ffff')).toBe('no-lock');
  });

  it('is not given back by one who lost it', async () => {
    const disk = new MemoryDisk();
    const first = await takeLock(on(disk, 1), 'apply');
    breakLock(on(disk, 2), readLock(on(disk, 2).files)?.id ?? '');
    await takeLock(on(disk, 2), 'apply');
    if (first.kind === 'taken') first.lock.release();
    expect(readLock(on(disk, 3).files)?.pid).toBe(2);
  });

  it('has one holder at most, wherever a process that takes over dies or another comes in between', async () => {
    for (let n = 1; n <= 12; n++) {
      const disk = new MemoryDisk();
      await takeLock(on(disk, 77), 'apply');
      let inner: string | undefined;
      const meddled = faultHost(on(disk, 2), (call) => {
        if (call.number === n && inner === undefined) {
          inner = 'trying';
          const during = takeLockNow(on(disk, 3));
          inner = during;
        }
        return 'go';
      });
      const outer = await takeLock(meddled, 'apply');
      const holders = [outer.kind === 'taken', inner === 'taken'].filter(Boolean).length;
      expect(holders, `between calls ${n}`).toBeLessThanOrEqual(1);
      const holder = readLock(on(disk, 4).files);
      if (holders === 1) expect(holder?.pid).toBe(outer.kind === 'taken' ? 2 : 3);
    }
    for (let n = 1; n <= 12; n++) {
      const disk = new MemoryDisk();
      await takeLock(on(disk, 77), 'apply');
      const dying = faultHost(memoryHost({ disk, pid: 78, running }), (call) =>
        call.number === n ? 'kill' : 'go',
      );
      await takeLock(dying, 'apply').catch((fault: unknown) => {
        if (!(fault instanceof Killed)) throw fault;
      });
      expect((await takeLock(on(disk, 3), 'apply')).kind, `killed at ${n}`).toBe('taken');
    }
  });
});

/** The synchronous part of taking the lock, all of which runs before the first wait. */
function takeLockNow(host: ReturnType<typeof memoryHost>): string {
  void takeLock(host, 'apply');
  return readLock(host.files)?.pid === 3 ? 'taken' : 'held';
}
