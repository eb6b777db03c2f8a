import { isDeepStrictEqual } from 'node:util';
import { pendingApply } from '../../../src/apply/recover.ts';
import { lastApply } from '../../../src/apply/undo.ts';
import { stateHash } from '../../../src/state/store.ts';
import { checkPlans, checkState, isDone, isTroubled, same, withoutSpec } from './checks.ts';
import type { Command, Ran } from './commands.ts';
import { releaseNow, rendered, setRelease } from './fixture.ts';
import { type Found, textAt } from './ground.ts';
import { editByHand, type HandEdit } from './hand-edits.ts';
import { type Machine, type MachineKind, machineOf } from './machine.ts';
import { hashOf, treeOf, Written } from './promises.ts';
import { Requests } from './requests.ts';
import { FIRST, type Sketch, sketchOf, textOf } from './sketch.ts';
import { editSpec, pick } from './spec-edits.ts';
import type { CommandStep, Step } from './steps.ts';
import type { Trouble } from './trouble.ts';
import { type Commit, checkOut, commitOf, throwAway } from './versions.ts';

/** What was seen, to be sure that histories reach what they are meant to reach. */
export type Tally = Map<string, number>;

/** Plays a history from an empty folder on; throws where a promise is broken. */
export async function replay(
  steps: readonly Step[],
  tally: Tally = new Map(),
  kind: MachineKind = 'memory',
): Promise<void> {
  setRelease(1);
  // What an earlier history rendered excuses nothing in this one.
  rendered.clear();
  const machine = machineOf(kind);
  try {
    const history = new History(machine, tally);
    for (const [row, step] of [{ do: 'apply' } as const, ...steps].entries()) {
      try {
        await history.play(step);
      } catch (fault) {
        if (fault instanceof Error) fault.message = `step ${row} (${step.do}): ${fault.message}`;
        throw fault;
      }
    }
  } finally {
    machine.end();
  }
}

const REWRITES_SPEC: readonly Command['run'][] = ['rename', 'remove', 'fmt', 'resolve-spec'];

interface Before {
  readonly tree: ReadonlyMap<string, Found>;
  readonly state: string | undefined;
  readonly isPending: boolean;
  readonly paths: readonly string[];
}

class History {
  readonly #machine: Machine;
  readonly #written: Written;
  readonly #tally: Tally;
  readonly #commits: Commit[] = [];
  readonly #saved: Uint8Array[] = [];
  readonly #outside: string;
  #sketch: Sketch = FIRST;
  #words = 0;
  readonly #touched = new Set<string>();
  #objectsWereLost = false;
  /** What a killed apply left that nobody can tell any more, since a person threw its journal away. */
  #litter: ReadonlySet<string> = new Set();
  /** What the last apply began with, as long as nobody touched anything since. */
  #undoable: Before | undefined;

  constructor(machine: Machine, tally: Tally) {
    this.#machine = machine;
    this.#tally = tally;
    this.#written = new Written(machine.ground);
    this.#outside = machine.outside();
    this.#putSpec(textOf(FIRST));
  }

  async play(step: Step): Promise<void> {
    switch (step.do) {
      case 'spec': {
        const { sketch, text } = editSpec(this.#sketch, step.edit);
        this.#sketch = sketch;
        if (text === undefined) return this.#machine.ground.remove('hatmax.yml');
        return this.#putSpec(text);
      }
      case 'hand':
        return this.#byHand(step.edit);
      case 'upgrade':
        return setRelease(releaseNow() + 1);
      case 'commit':
        this.#commits.push(commitOf(this.#machine.ground, this.#sketch));
        return;
      case 'checkout':
        return this.#checkOut(step.commit, step.what);
      case 'lose':
        this.#objectsWereLost ||= step.what === 'objects';
        return this.#throwAway(() => throwAway(this.#machine.ground, step.what));
      default:
        return this.#command(step);
    }
  }

  #byHand(edit: HandEdit): void {
    const { ground } = this.#machine;
    const before = treeOf(ground);
    this.#person(() => editByHand(ground, edit, `hand${this.#words++}`));
    const after = treeOf(ground);
    for (const path of new Set([...before.keys(), ...after.keys()]))
      if (!isDeepStrictEqual(before.get(path), after.get(path))) this.#touched.add(path);
  }

  #person(deed: () => void): void {
    this.#undoable = undefined;
    this.#written.note(rendered);
    this.#written.deed(deed);
  }

  #checkOut(number: number, what: 'all' | 'tree' | 'state'): void {
    if (this.#commits.length === 0) return;
    const commit = pick(this.#commits, number);
    if (what !== 'state') this.#sketch = commit.sketch;
    this.#throwAway(() => checkOut(this.#machine.ground, commit, what));
  }

  /** What belongs to hatmax goes: its memory of a killed apply may go with it. */
  #throwAway(deed: () => void): void {
    const wasPending = this.#isPending();
    this.#person(deed);
    if (!wasPending) return;
    this.#objectsWereLost = true;
    const all = [...this.#machine.ground.look().keys()];
    this.#litter = new Set(all.filter((path) => /(^|\/)\.hatmax-/.test(path)));
  }

  async #command(step: CommandStep): Promise<void> {
    const { ground } = this.#machine;
    const scene = { ground, sketch: this.#sketch, saved: this.#saved, touched: [...this.#touched] };
    const command = new Requests(scene).commandOf(step);
    if (command === undefined) return;
    const trouble = 'trouble' in step ? step.trouble : undefined;
    this.#written.note(rendered);
    const before = this.#before();
    const last = command.run === 'undo' ? lastApply(this.#machine.process()) : undefined;
    const ran = await this.#machine.run(command, trouble, () => this.#meddle(trouble));
    this.#count(`${step.do}: ${ran.end}`);
    if (ran.file !== undefined) this.#saved.push(ran.file);
    if (ran.torn) this.#discountTorn(before.tree);
    this.#checkSpec(step, command, ran, before);
    this.#checkUntouched(step, ran, before);
    if (command.run === 'undo') this.#checkUndo(step, ran, before, last);
    this.#remember(command, step, ran, before);
    await this.#check(step, ran, before);
  }

  #before(): Before {
    const { ground } = this.#machine;
    const paths = [...ground.look().keys()];
    return { tree: treeOf(ground), state: this.#stateHash(), isPending: this.#isPending(), paths };
  }

  /** A person saves a file while a command runs. */
  #meddle(trouble: Trouble | undefined): void {
    this.#count('edited meanwhile');
    this.#undoable = undefined;
    const { ground } = this.#machine;
    const files = [...treeOf(ground)].filter(
      ([path, { kind }]) => kind === 'file' && !/^hatmax\.yml|\.hatmax-/.test(path),
    );
    if (files.length === 0) return;
    const [path, { text, executable }] = pick(files, trouble?.at ?? 0);
    const next = `${text}meanwhile${this.#words++}\n`;
    this.#written.deed(() => {
      if (trouble?.what === 'swap') ground.remove(path);
      ground.put(path, next, executable);
    });
    this.#written.note(rendered);
  }

  #remember(command: Command, step: CommandStep, ran: Ran, before: Before): void {
    if (ran.end === 'written') this.#sketch = sketchOf(this.#specText()) ?? this.#sketch;
    if (['nothing-to-do', 'refused', 'saved', 'written'].includes(ran.end)) return;
    const isWhole = !isTroubled(step) && ran.end === 'applied' && !before.isPending;
    this.#undoable = isWhole && command.run !== 'undo' ? before : undefined;
  }

  /** hatmax.yml is written by those commands alone that are there for it, and whole. */
  #checkSpec(step: CommandStep, { run }: Command, { end }: Ran, { tree }: Before): void {
    const [was, is] = [tree.get('hatmax.yml'), treeOf(this.#machine.ground).get('hatmax.yml')];
    // Renamed, and then not synced, is refused and written.
    const didNothing = end === 'refused' && !isTroubled(step);
    const mayWrite = REWRITES_SPEC.includes(run) && !didNothing;
    if (!mayWrite) same(is, was, `${run} that was ${end} leaves the spec alone`);
    else if (is?.text !== was?.text && end !== 'written' && sketchOf(this.#specText()) === undefined)
      throw new Error(`${run} that was ${end} left half a spec: ${is?.text}`);
  }

  /** What ends without having done anything has touched nothing. */
  #checkUntouched(step: CommandStep, { end }: Ran, { tree, isPending }: Before): void {
    const what = 'trouble' in step ? step.trouble?.what : undefined;
    const nobodyElse = what !== 'edit' && what !== 'swap' && !isPending && !this.#isPending();
    const didNothing = !['applied', 'killed', 'written'].includes(end);
    if (nobodyElse && didNothing)
      same(withoutSpec(treeOf(this.#machine.ground)), withoutSpec(tree), `${end}, and the tree`);
  }

  #checkUndo(step: CommandStep, ran: Ran, before: Before, last: ReturnType<typeof lastApply>): void {
    const { ground } = this.#machine;
    if (this.#undoable !== undefined && !isTroubled(step)) {
      same(ran.end, 'applied', `nobody touched anything, and undo ${ran.codes}`);
      same(withoutSpec(treeOf(ground)), withoutSpec(this.#undoable.tree), 'undo brings back the tree');
      same(this.#stateHash(), this.#undoable.state, 'undo brings back the state');
      this.#count('undo compared');
    }
    if (ran.end !== 'applied' || isTroubled(step) || before.isPending) return;
    const all = ground.look();
    for (const { path, before: was } of last?.steps ?? []) {
      const there = all.get(path);
      const hash = there?.kind === 'file' ? hashOf(there.text) : undefined;
      same(hash, was?.hash, `undo brings back ${path}`);
    }
  }

  async #check(step: CommandStep, ran: Ran, before: Before): Promise<void> {
    same(this.#written.lost(), [], 'bytes of a person are lost');
    same(this.#machine.outside(), this.#outside, 'what is outside of the project');
    if (ran.end === 'killed') return;
    if (this.#isPending()) {
      const couldNot = isTroubled(step) || !isDone(ran);
      same(couldNot && (before.isPending || isTroubled(step)), true, `${ran.end} with an apply unfinished`);
      return this.#count('an apply left unfinished');
    }
    checkState(this.#machine, this.#objectsWereLost);
    // Who plans nothing takes no lock: what a killed one left before it touched the tree is left to the next apply.
    const isWhole = isDone(ran) && ran.planned !== undefined && !isTroubled(step);
    const rubbish = isWhole ? /\.hatmax-|^\.hatmax\/(journal|lock)/ : /\.hatmax-/;
    // What the machine would not let go of is left to a command that meets no trouble.
    const excused = isTroubled(step) ? new Set([...before.paths, ...this.#litter]) : this.#litter;
    const all = [...this.#machine.ground.look().keys()];
    const left = all.filter((path) => rubbish.test(path) && !excused.has(path));
    same(left, [], 'leftovers');
    await checkPlans(this.#machine, step, ran, (what) => this.#count(what));
  }

  /** What a loss of power tore nobody wrote. */
  #discountTorn(before: ReadonlyMap<string, Found>): void {
    for (const [path, { text }] of treeOf(this.#machine.ground))
      if (before.get(path)?.text !== text) rendered.add(hashOf(text));
  }

  #putSpec(text: string): void {
    this.#machine.ground.put('hatmax.yml', Buffer.from(text).toString('latin1'), false);
  }

  #specText(): string {
    return Buffer.from(textAt(this.#machine.ground, 'hatmax.yml'), 'latin1').toString('utf8');
  }

  #isPending(): boolean {
    return pendingApply(this.#machine.process()).length > 0;
  }

  #stateHash(): string | undefined {
    return stateHash(this.#machine.process().files);
  }

  #count(what: string): void {
    this.#tally.set(what, (this.#tally.get(what) ?? 0) + 1);
  }
}
