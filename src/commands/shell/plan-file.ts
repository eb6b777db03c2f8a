import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { type Answer, NOTHING_FOUND, refuse } from '../../operations/place.ts';
import { openPlan, type SavedPlanFile } from '../../operations/saved-plan.ts';
import { MAX_PLAN_BYTES } from '../../plan/file/decode.ts';

/** A plan file is named from where hatmax was started, and may lie anywhere. Not a byte is read of what is too large. */
export function readPlanFile(name: string): Answer<SavedPlanFile> {
  try {
    const stat = statSync(resolve(name));
    if (!stat.isFile()) return unreadable(name, 'is no file');
    if (stat.size > MAX_PLAN_BYTES) return unreadable(name, 'is too large for a plan');
    return openPlan(name, readFileSync(resolve(name)));
  } catch (fault) {
    const isGone = codeOf(fault) === 'ENOENT';
    return unreadable(name, isGone ? 'is not there' : `cannot be read: ${codeOf(fault)}`);
  }
}

/** Beside its place first, so that nobody ever reads half of one; never over anything but an older plan. */
export function writePlanFile(name: string, bytes: Uint8Array): Answer<true> {
  const path = resolve(name);
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there !== undefined && readPlanFile(name).value === undefined && !isNewerPlan(name)) {
    return refuse({
      code: 'HM5031',
      summary: `${name} is there already, and is no plan`,
      hint: 'Give another name; hatmax writes over nothing but older plans.',
    });
  }
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    return { ...NOTHING_FOUND, value: true };
  } catch (fault) {
    rmSync(temporary, { force: true });
    return refuse({ code: 'HM5031', summary: `${name} cannot be written: ${codeOf(fault)}` });
  }
}

function isNewerPlan(name: string): boolean {
  return readPlanFile(name).diagnostics.some(({ code }) => code === 'HM4121');
}

function unreadable(name: string, why: string): Answer<never> {
  return refuse({
    code: 'HM4120',
    summary: `${name} ${why}`,
    hint: 'Save a plan with `hatmax plan -o FILE`.',
  });
}

function codeOf(fault: unknown): string {
  return fault instanceof Error && 'code' in fault ? String(fault.code) : 'unknown';
}
