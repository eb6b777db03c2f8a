import { countPlan } from '../plan/counts.ts';
import type { Plan } from '../plan/plan.ts';
import { painter, plural, type TextOptions } from './paint.ts';

/** What has been done, in the words of the plan's headline. */
export function applyText(plan: Plan, options: TextOptions): string {
  const paint = painter(options);
  const { add, change, destroy, move, adopt, orphan, conflict } = countPlan(plan);
  const made = plan.mode === 'destroy' ? [] : [`${add} added`, `${change} changed`];
  const parts = [...made, `${destroy} destroyed`];
  if (move > 0) parts.push(`${move} moved`);
  if (adopt > 0) parts.push(`${adopt} adopted`);
  if (orphan > 0) parts.push(`${orphan} left behind`);
  const lines = [
    paint('bold', `${plan.mode === 'destroy' ? 'Destroy' : 'Apply'} complete: ${parts.join(', ')}.`),
  ];
  if (conflict > 0) {
    lines.push(...conflictsLeft(plan), 'Next: hatmax resolve PATH --ours, --theirs or --merged.');
  }
  lines.push(...afterwards(plan));
  return `${lines.join('\n')}\n`;
}

/** Where people find what they have to decide about. */
function conflictsLeft({ changes }: Plan): readonly string[] {
  const left = changes.filter(({ action }) => action === 'conflict');
  const marked = left.filter(({ write }) => write !== undefined).length;
  const untouched = left.length - marked;
  const sides = 'base, ours and theirs are in .hatmax/conflicts';
  return [
    marked > 0
      ? `${plural(marked, 'conflict')} marked in ${marked === 1 ? 'the file' : 'the files'}, to be merged there; ${sides}.`
      : '',
    untouched > 0
      ? `${plural(untouched, 'conflict')}: ${untouched === 1 ? 'the file is' : 'the files are'} untouched, and ${sides}.`
      : '',
  ].filter((line) => line !== '');
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
