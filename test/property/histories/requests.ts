import type { PlanRequest } from '../../../src/operations/plan.ts';
import { type Command, SPEC } from './commands.ts';
import { type Ground, textAt } from './ground.ts';
import { treeOf } from './promises.ts';
import type { Sketch } from './sketch.ts';
import { pick } from './spec-edits.ts';
import { FIELDS, MODELS, SERVICES } from './spec-parts.ts';
import type { CommandStep } from './steps.ts';

/** What a history has come to. */
interface Scene {
  readonly ground: Ground;
  readonly sketch: Sketch;
  /** Saved plans. */
  readonly saved: readonly Uint8Array[];
  /** Paths of what a person changed. */
  readonly touched: readonly string[];
}

/** What a step is on what is there: numbers become paths and addresses. */
export class Requests {
  readonly #ground: Ground;
  readonly #sketch: Sketch;
  readonly #saved: readonly Uint8Array[];
  readonly #touched: readonly string[];

  constructor({ ground, sketch, saved, touched }: Scene) {
    this.#ground = ground;
    this.#sketch = sketch;
    this.#saved = saved;
    this.#touched = touched;
  }

  commandOf(step: CommandStep): Command | undefined {
    switch (step.do) {
      case 'apply':
      case 'destroy':
        return { run: 'plan', request: this.#planned(step), quick: isPlain(step) };
      case 'plan-o':
        return { run: 'save', request: this.#planned(step) };
      case 'apply-plan':
        return this.#saved.length === 0 ? undefined : { run: 'apply-saved', file: this.#file(step) };
      case 'accept':
      case 'revert':
        return { run: 'drift', what: step.do, patterns: [this.#whatWasTouched(step.path)] };
      case 'import': {
        const paths = [this.#whatWasTouched(step.path)];
        return { run: 'plan', request: { targets: paths, alone: true, imports: paths } };
      }
      case 'resolve':
        return this.#resolve(this.#whatIsInConflict(step.path), step.how);
      case 'resolve-spec':
        return { run: 'resolve-spec', keep: step.keep };
      case 'undo':
        return { run: 'undo' };
      case 'state-rm':
        return { run: 'state-rm', what: pick([...this.#recorded(), ...this.#patterns()], step.what) };
      case 'state-mv':
        return this.#rehome(step);
      case 'rename':
        return this.#rename(step);
      case 'remove':
        return { run: 'remove', address: pick(this.#said(), step.what), keepFiles: step.keepFiles === true };
      case 'fmt':
        return { run: 'fmt' };
    }
  }

  #planned(step: Extract<CommandStep, { do: 'apply' | 'destroy' | 'plan-o' }>): PlanRequest {
    const isApply = step.do === 'apply';
    return {
      ...(step.do === 'destroy' ? { mode: 'destroy' as const } : {}),
      targets: step.target === undefined ? [] : [pick(this.#patterns(), step.target)],
      ...(step.prune === true ? { prune: true } : {}),
      full: isApply && step.full === true,
      ...(isApply && step.acceptDrift === true ? { accept: ['**'] } : {}),
      ...(isApply && step.markers === true ? { markers: true } : {}),
      allowDestructive: !(isApply && step.careful === true),
    };
  }

  #file({ plan, alter }: Extract<CommandStep, { do: 'apply-plan' }>): Uint8Array {
    const file = pick(this.#saved, plan).slice();
    const at = (alter ?? 0) % file.length;
    if (alter !== undefined) file[at] = (file[at] ?? 0) ^ 0x20;
    return file;
  }

  #resolve(path: string, how: 'ours' | 'theirs' | 'merged' | 'with'): Command {
    if (path === SPEC && (how === 'ours' || how === 'theirs')) return { run: 'resolve-spec', keep: how };
    if (how !== 'with') return { run: 'resolve', path, how };
    const sides = ['ours', 'theirs'].map((side) => textAt(this.#ground, `.hatmax/conflicts/${path}/${side}`));
    const merged = Buffer.from(sides.join(''), 'latin1');
    return { run: 'resolve', path, how: { merged } };
  }

  #rehome({ what, to }: Extract<CommandStep, { do: 'state-mv' }>): Command | undefined {
    const recorded = this.#recorded();
    if (recorded.length === 0) return undefined;
    return {
      run: 'state-mv',
      from: pick(recorded, what),
      to: pick([...SERVICES.map((name) => `service.${name}`), 'service.x2.domain', 'elsewhere'], to),
    };
  }

  #rename({ what, to }: Extract<CommandStep, { do: 'rename' }>): Command {
    const from = pick(this.#said(), what);
    const parts = from.split('.');
    const last = pick([SERVICES, MODELS, FIELDS][parts.length - 2] ?? FIELDS, to);
    return { run: 'rename', from, to: [...parts.slice(0, -1), last].join('.') };
  }

  /** Addresses of the spec. */
  #said(): readonly string[] {
    return Object.entries(this.#sketch.services).flatMap(([name, { models }]) => [
      `service.${name}`,
      ...Object.entries(models).flatMap(([model, { fields }]) => [
        `service.${name}.${model}`,
        ...Object.keys(fields).map((field) => `service.${name}.${model}.${field}`),
      ]),
    ]);
  }

  /** Addresses of the state. */
  #recorded(): readonly string[] {
    const files = [...this.#ground.look().keys()];
    return files.flatMap((path) => /^\.hatmax\/state\/(.+)\.json$/.exec(path)?.[1] ?? []);
  }

  /** Every second time a path at which there is something to say yes or no to. */
  #whatWasTouched(number: number): string {
    return number % 2 === 0 && this.#touched.length > 0
      ? pick(this.#touched, number / 2)
      : pick(this.#patterns(), number);
  }

  #whatIsInConflict(number: number): string {
    const parked = this.#parked();
    return number % 2 === 0 && parked.length > 0 ? pick(parked, number / 2) : pick(this.#paths(), number);
  }

  #parked(): readonly string[] {
    return [...this.#ground.look().keys()].flatMap(
      (path) => /^\.hatmax\/conflicts\/(.+)\/[a-z]+$/.exec(path)?.[1] ?? [],
    );
  }

  #paths(): readonly string[] {
    return [...this.#parked(), ...treeOf(this.#ground).keys()];
  }

  #patterns(): readonly string[] {
    const services = Object.keys(this.#sketch.services);
    return [
      '**',
      ...services.map((name) => `service.${name}`),
      ...services.map((name) => `services/${name}`),
      'project',
      ...this.#paths(),
    ];
  }
}

/** As the command line tells whether the index of stats can answer. */
function isPlain(step: CommandStep): boolean {
  if (step.do !== 'apply') return false;
  return !step.acceptDrift && !step.markers && step.target === undefined && !step.prune;
}
