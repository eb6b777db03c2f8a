import type { Json } from '../json/json.ts';
import { countPlan } from '../plan/counts.ts';
import type { FileChange, Plan } from '../plan/plan.ts';
import { moduleAddress, resourceAddress } from './plan-json.ts';

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
    return plan.changes.flatMap((change) => {
      const action = ACTIONS[change.action];
      if (action === undefined) return [];
      const message = `${change.path}: Plan to ${action}`;
      return [
        this.#line('info', message, 'planned_change', { change: { resource: resource(change), action } }),
      ];
    });
  }

  summary(plan: Plan, operation: 'plan' | 'apply' | 'destroy'): UiLine {
    const { add, change, destroy } = countPlan(plan);
    const done =
      operation === 'plan' ? 'Plan' : operation === 'apply' ? 'Apply complete' : 'Destroy complete';
    const message = `${done}: ${add} added, ${change} changed, ${destroy} destroyed`;
    return this.#line('info', message, 'change_summary', {
      changes: { add, change, import: 0, remove: destroy, operation },
    });
  }

  done(change: FileChange): UiLine {
    const action = ACTIONS[change.action] ?? 'noop';
    const message = `${change.path}: ${action} complete`;
    return this.#line('info', message, 'apply_complete', { hook: { resource: resource(change), action } });
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

function resource({ component, path }: FileChange): Json {
  return {
    addr: resourceAddress(component, path),
    module: moduleAddress(component),
    resource: `hatmax_file.file[${JSON.stringify(path)}]`,
    resource_type: 'hatmax_file',
    resource_name: 'file',
    resource_key: path,
  };
}
