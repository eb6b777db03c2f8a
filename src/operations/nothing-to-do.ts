import type { Plan } from '../plan/plan.ts';
import { version } from './build-info.ts';

/** The plan where nothing moved since an apply that left nothing to do. */
export const NOTHING_TO_DO: Plan = {
  hatmax: version,
  mode: 'normal',
  changes: [],
  drift: [],
  notices: [],
  components: [],
};
