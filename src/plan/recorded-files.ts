import type { Address } from '../graph/address.ts';
import type { RecordedComponent, RecordedState } from '../state/recorded.ts';

/** The components a plan may rely on; those of a state nobody can read have been refused before there is a plan. */
export function recordedComponents(state: RecordedState): ReadonlyMap<Address, RecordedComponent> {
  switch (state.kind) {
    case 'present':
    case 'conflicted':
      return state.components;
    case 'absent':
      return new Map();
    case 'unreadable':
    case 'newer':
      throw new Error(`no plan is made from ${state.kind} state`);
  }
}
