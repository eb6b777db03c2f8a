import { countPlan } from '../plan/counts.ts';
import type { Plan } from '../plan/plan.ts';
import { painter, plural, type TextOptions } from './paint.ts';

/** What has been done, in the words of the plan's headline. */
export function applyText(plan: Plan, options: TextOptions): string {
  const paint = painter(options);
  const { add, change, destroy, move, adopt, orphan, conflict } = countPlan(plan);
  const parts = [`${add} added`, `${change} changed`, `${destroy} destroyed`];
  if (move > 0) parts.push(`${move} moved`);
  if (adopt > 0) parts.push(`${adopt} adopted`);
  if (orphan > 0) parts.push(`${orphan} left behind`);
  const lines = [
    paint('bold', `${plan.mode === 'destroy' ? 'Destroy' : 'Apply'} complete: ${parts.join(', ')}.`),
  ];
  if (conflict > 0) {
    lines.push(
      `${plural(conflict, 'conflict')}: the files are untouched, and base, ours and theirs are in .hatmax/conflicts.`,
      'Next: hatmax resolve PATH --ours, --theirs or --merged.',
    );
  }
  lines.push(...afterwards(plan));
  return `${lines.join('\n')}\n`;
}

/** What the new files ask for: packages that were named have to be installed. */
function afterwards({ mode, changes }: Plan): readonly string[] {
  if (mode !== 'normal') return [];
  const packages = changes.filter(
    ({ path, action, write }) =>
      write !== undefined && action !== 'delete' && /(^|\/)package\.json$/.test(path),
  );
  if (packages.length === 0) return [];
  const isFirst = packages.some(({ path, action }) => path === 'package.json' && action === 'create');
  return [isFirst ? 'Next: npm install && npm run dev' : 'Next: npm install'];
}
