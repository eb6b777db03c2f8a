import * as z from 'zod';
import type { Files, Host } from '../host/ports.ts';
import { HostFault } from '../host/ports.ts';
import { type RelPath, relPath } from '../path/rel-path.ts';
import { HATMAX, LOCK } from '../state/layout.ts';
import { readIfThere } from '../state/objects.ts';

const holderSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{8,64}$/),
  what: z.string().max(200),
  since: z.string().max(40),
  pid: z.int(),
  hostName: z.string().max(300),
  user: z.string().max(300),
  incarnation: z.string().max(500),
});

/** Who holds the lock: enough to tell a dead holder on this host from a live one, and to ask a person. */
export type LockHolder = z.infer<typeof holderSchema>;

export type LockAnswer =
  | { readonly kind: 'taken'; readonly lock: Lock; readonly takenOverFrom?: LockHolder }
  /** `holder` is undefined where the lock cannot be read. */
  | {
      readonly kind: 'held';
      readonly holder: LockHolder | undefined;
      readonly liveness: 'alive' | 'unknown';
    };

export interface Lock {
  readonly holder: LockHolder;
  release(): void;
}

const PAUSE = 100;
const LONG_AGO = 60_000;

/** Waits up to `timeout` milliseconds. The lock of a dead process of this host is taken over. */
export async function takeLock(host: Host, what: string, timeout = 0): Promise<LockAnswer> {
  const deadline = host.clock.now() + timeout;
  for (;;) {
    const answer = tryLock(host, what);
    if (answer.kind === 'taken') sweep(host);
    if (answer.kind === 'taken' || host.clock.now() >= deadline || host.interruption.requested) return answer;
    await host.clock.sleep(Math.min(PAUSE, Math.max(1, deadline - host.clock.now())));
  }
}

export function readLock(files: Files): LockHolder | undefined {
  return readHolder(files, LOCK);
}

/** Ends the lock with this id, whoever holds it. `wrong-id` tells another one is there. */
export function breakLock(host: Host, id: string): 'unlocked' | 'no-lock' | 'wrong-id' {
  if (host.files.lstat(LOCK) === undefined) return 'no-lock';
  const holder = readLock(host.files);
  // A lock that cannot be read has no id; any will do.
  if (holder !== undefined && holder.id !== id) return 'wrong-id';
  host.files.unlink(LOCK);
  return 'unlocked';
}

function tryLock(host: Host, what: string): LockAnswer {
  const { files } = host;
  const there = heldBy(host);
  if (there !== undefined) return there;
  const own = ownHolder(host, what);
  if (files.lstat(HATMAX) === undefined) ignoring('EEXIST', () => files.mkdir(HATMAX));
  const temporary = relPath(`.hatmax/lock-${own.id}`);
  // Written beside and then moved, so that nobody ever reads half a lock.
  files.writeNew(temporary, Buffer.from(`${JSON.stringify(own, null, 2)}\n`), 0o644);
  // Were the power lost, a lock without its content could not be told to be of the dead.
  files.sync([temporary]);
  try {
    return claim(host, own, temporary);
  } finally {
    tryUnlink(files, temporary);
  }
}

/** What processes left that were killed while they asked for the lock. Those that run still have use for theirs. */
function sweep({ files, identity, clock }: Host): void {
  const left = (files.list(HATMAX) ?? []).filter(({ name, kind }) => kind === 'file' && /^lock-/.test(name));
  for (const { name } of left) {
    const path = relPath(`.hatmax/${name}`);
    const holder = readHolder(files, path);
    const age = clock.now() - Number((files.lstat(path)?.mtimeNs ?? 0n) / 1_000_000n);
    // What cannot be read may be being written, and must be old to be rubbish.
    if (holder === undefined ? age < LONG_AGO : identity.liveness(holder) !== 'dead') continue;
    tryUnlink(files, path);
  }
}

/** The answer where a lock is there that cannot be taken over. */
function heldBy(host: Host): (LockAnswer & { kind: 'held' }) | undefined {
  if (host.files.lstat(LOCK) === undefined) return undefined;
  const holder = readLock(host.files);
  if (holder === undefined) return { kind: 'held', holder, liveness: 'unknown' };
  const liveness = host.identity.liveness(holder);
  return liveness === 'dead' ? undefined : { kind: 'held', holder, liveness };
}

function claim(host: Host, own: LockHolder, temporary: RelPath): LockAnswer {
  const { files } = host;
  if (moved(files, temporary, LOCK)) return { kind: 'taken', lock: lockOf(files, own) };
  const held = heldBy(host);
  const holder = readLock(files);
  if (held !== undefined || holder === undefined)
    return held ?? { kind: 'held', holder, liveness: 'unknown' };
  return takeOver(host, own, holder, temporary);
}

/**
 * Exactly one process may replace the lock of a dead one: the one that makes `lock-after-<id of the dead>`. If that one
 * died too before it was done, its own id names the next claim, and so on. The lock is read again once the claim is
 * made, since a quicker process may have come and gone in between.
 */
function takeOver(host: Host, own: LockHolder, dead: LockHolder, temporary: RelPath): LockAnswer {
  const { files } = host;
  const claims: RelPath[] = [];
  const mark = relPath(`.hatmax/lock-${own.id}-claim`);
  for (let last = dead; ; ) {
    const path = relPath(`.hatmax/lock-after-${last.id}`);
    claims.push(path);
    files.writeNew(mark, Buffer.from(JSON.stringify(own)), 0o644);
    files.sync([mark]);
    if (moved(files, mark, path)) break;
    files.unlink(mark);
    const other = readHolder(files, path);
    const liveness = other === undefined ? 'unknown' : host.identity.liveness(other);
    if (other === undefined || liveness !== 'dead')
      return { kind: 'held', holder: other ?? dead, liveness: 'unknown' };
    last = other;
  }
  const still = readLock(files);
  if (still?.id !== dead.id) {
    ignoring('ENOENT', () => files.unlink(claims[claims.length - 1] as RelPath));
    return { kind: 'held', holder: still, liveness: 'unknown' };
  }
  files.rename(temporary, LOCK);
  for (const path of claims) ignoring('ENOENT', () => files.unlink(path));
  return { kind: 'taken', lock: lockOf(files, own), takenOverFrom: dead };
}

function lockOf(files: Files, own: LockHolder): Lock {
  return {
    holder: own,
    // Where the machine refuses even this, what was done stays done: the next one takes the lock of the dead over.
    release: () => {
      if (readLock(files)?.id === own.id) tryUnlink(files, LOCK);
    },
  };
}

function ownHolder(host: Host, what: string): LockHolder {
  const { pid, hostName, user, incarnation } = host.identity;
  const since = new Date(host.clock.now()).toISOString();
  return { id: host.identity.newId(), what, since, pid, hostName, user, incarnation };
}

function readHolder(files: Files, path: RelPath): LockHolder | undefined {
  const bytes = readIfThere(files, path);
  if (bytes === undefined) return undefined;
  try {
    return holderSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return undefined;
  }
}

function moved(files: Files, from: RelPath, to: RelPath): boolean {
  try {
    files.moveNew(from, to);
    return true;
  } catch (fault) {
    if (fault instanceof HostFault && fault.code === 'EEXIST') return false;
    throw fault;
  }
}

/** What stays is swept by the next one who takes the lock: no reason to fail, with the lock in hand. */
function tryUnlink(files: Files, path: RelPath): void {
  try {
    files.unlink(path);
  } catch (fault) {
    if (!(fault instanceof HostFault)) throw fault;
  }
}

function ignoring(code: HostFault['code'], act: () => void): void {
  try {
    act();
  } catch (fault) {
    if (!(fault instanceof HostFault && fault.code === code)) throw fault;
  }
}
