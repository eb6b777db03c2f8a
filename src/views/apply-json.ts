import type { Json } from '../json/json.ts';
import { countPlan } from '../plan/counts.ts';
import type { Drift, FileChange, Plan } from '../plan/plan.ts';
import { moduleAddress, resourceAddress } from './resource-json.ts';

/** One line of Terraform's machine-readable UI. */
export interface UiLine {
  readonly '@level': 'info' | 'warn' | 'error';
  readonly '@message': string;
  readonly '@module': 'hatmax.ui';
  readonly '@timestamp': string;
  readonly type: string;
  readonly [key: string]: Json;
}

/** The version of Terraform's machine-readable UI this speaks. */
const UI_VERSION = '1.2';

/** Lines of one run; `now` is an ISO 8601 time. */
export class UiLines {
  readonly #now: () => string;

  constructor(now: () => string) {
    this.#now = now;
  }

  version(hatmax: string): UiLine {
    return this.#line('info', `hatmax ${hatmax}`, 'version', { hatmax, ui: UI_VERSION });
  }

  planned(plan: Plan): readonly UiLine[] {
    const drift = plan.drift.filter(({ weight }) => weight === 'content').map((found) => this.#drift(found));
    const changes = plan.changes.flatMap((change) => {
      const action = ACTIONS[change.action];
      if (action === undefined) return [];
      const message = `${change.path}: Plan to ${action}`;
      return [this.#line('info', message, 'planned_change', { change: { ...subject(change), action } })];
    });
    return [...drift, ...changes];
  }

  #drift(drift: Drift): UiLine {
    const gone = drift.kind === 'deleted' || drift.kind === 'type';
    const action = gone ? 'delete' : 'update';
    const message = `${drift.path}: Drift detected (${action})`;
    return this.#line('info', message, 'resource_drift', { change: { resource: resource(drift), action } });
  }

  summary(plan: Plan, operation: 'plan' | 'apply' | 'destroy'): UiLine {
    const { add, change, adopt, destroy } = countPlan(plan);
    const imported = adopt === 0 ? '' : `${adopt} imported, `;
    const message =
      operation === 'plan'
        ? `Plan: ${adopt === 0 ? '' : `${adopt} to import, `}${add} to add, ${change} to change, ${destroy} to destroy.`
        : operation === 'apply'
          ? `Apply complete! Resources: ${imported}${add} added, ${change} changed, ${destroy} destroyed.`
          : `Destroy complete! Resources: ${destroy} destroyed.`;
    return this.#line('info', message, 'change_summary', {
      changes: { add, change, import: adopt, remove: destroy, operation },
    });
  }

  started(change: FileChange): UiLine {
    const [doing] = DOING[change.action] ?? ['Applying'];
    const message = `${change.path}: ${doing}...`;
    return this.#line('info', message, 'apply_start', { hook: hookOf(change) });
  }

  done(change: FileChange, elapsedSeconds = 0): UiLine {
    const [, done] = DOING[change.action] ?? ['', 'Apply'];
    const message = `${change.path}: ${done} complete after ${elapsedSeconds}s`;
    return this.#line('info', message, 'apply_complete', {
      hook: { ...hookOf(change), elapsed_seconds: elapsedSeconds },
    });
  }

  errored(change: FileChange, elapsedSeconds = 0): UiLine {
    const [, done] = DOING[change.action] ?? ['', 'Apply'];
    const message = `${change.path}: ${done} errored after ${elapsedSeconds}s`;
    return this.#line('info', message, 'apply_errored', {
      hook: { ...hookOf(change), elapsed_seconds: elapsedSeconds },
    });
  }

  /** A tree of files gives no values away; Terraform's readers wait for this line all the same. */
  outputs(): UiLine {
    return this.#line('info', 'Outputs: 0', 'outputs', { outputs: {} });
  }

  diagnostic(found: { readonly severity: 'error' | 'warning'; readonly summary: string }): UiLine {
    const level = found.severity === 'error' ? 'error' : 'warn';
    const said = found.severity === 'error' ? 'Error' : 'Warning';
    return this.#line(level, `${said}: ${found.summary}`, 'diagnostic', {
      diagnostic: JSON.parse(JSON.stringify(found)),
    });
  }

  #line(
    level: UiLine['@level'],
    message: string,
    type: string,
    rest: { readonly [key: string]: Json },
  ): UiLine {
    return {
      '@level': level,
      '@message': message,
      '@module': 'hatmax.ui',
      '@timestamp': this.#now(),
      ...rest,
      type,
    };
  }
}

/** Terraform's words; what changes nothing has none. */
const ACTIONS: Partial<Record<FileChange['action'], string>> = {
  create: 'create',
  update: 'update',
  merge: 'update',
  move: 'move',
  delete: 'delete',
  adopt: 'import',
  orphan: 'remove',
};

/** What a terminal would say while it happens, and after it. */
const DOING: Partial<Record<FileChange['action'], readonly [string, string]>> = {
  create: ['Creating', 'Creation'],
  update: ['Modifying', 'Modifications'],
  merge: ['Modifying', 'Modifications'],
  move: ['Moving', 'Move'],
  delete: ['Destroying', 'Destruction'],
  adopt: ['Importing', 'Import'],
  orphan: ['Removing', 'Removal'],
};

function hookOf(change: FileChange): { readonly [key: string]: Json } {
  const action = ACTIONS[change.action] ?? 'noop';
  const id = change.action === 'delete' ? {} : { id_key: 'path', id_value: change.path };
  return { resource: resource(change), action, ...id };
}

/** With where it comes from, of what moves. */
function subject(change: FileChange): { readonly [key: string]: Json } {
  const { component, from } = change;
  if (from === undefined) return { resource: resource(change) };
  return { resource: resource(change), previous_resource: resource({ component, path: from }) };
}

function resource({ component, path }: { readonly component: string; readonly path: string }): Json {
  return {
    addr: resourceAddress(component, path),
    module: moduleAddress(component),
    resource: `hatmax_file.file[${JSON.stringify(path)}]`,
    implied_provider: 'hatmax',
    resource_type: 'hatmax_file',
    resource_name: 'file',
    resource_key: path,
  };
}

/** Lines of an apply as it goes: when a file is begun and when it is done. */
export class StreamedSteps {
  readonly #lines: UiLines;
  readonly #now: () => number;
  readonly #open: Map<string, FileChange>;
  #current: { readonly change: FileChange; readonly since: number } | undefined;

  constructor(lines: UiLines, plan: Plan, now: () => number) {
    this.#lines = lines;
    this.#now = now;
    const steps = plan.changes.filter(({ action }) => ACTIONS[action] !== undefined);
    this.#open = new Map(steps.map((change) => [change.path, change]));
  }

  /** Steps of hatmax's own record are passed over. */
  on({ path, phase }: { readonly path: string; readonly phase: 'start' | 'done' }): readonly UiLine[] {
    const change = this.#open.get(path);
    if (change === undefined) return [];
    if (phase === 'start') {
      if (this.#current?.change === change) return [];
      this.#current = { change, since: this.#now() };
      return [this.#lines.started(change)];
    }
    const elapsed = this.#elapsed();
    this.#open.delete(path);
    this.#current = undefined;
    return [this.#lines.done(change, elapsed)];
  }

  /** What only the record tells of is done when all is; what was begun and not done went wrong. */
  end(done: boolean): readonly UiLine[] {
    if (!done)
      return this.#current === undefined ? [] : [this.#lines.errored(this.#current.change, this.#elapsed())];
    return [...this.#open.values()].flatMap((change) => [
      this.#lines.started(change),
      this.#lines.done(change),
    ]);
  }

  #elapsed(): number {
    const { since } = this.#current ?? { since: this.#now() };
    return Math.floor((this.#now() - since) / 1000);
  }
}
