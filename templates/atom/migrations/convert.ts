import type { Limit } from '../column-checks.ts';
import type { Column } from '../columns.ts';
import { sqlId } from '../sql-names.ts';

const TEXTS = [
  'string',
  'text',
  'email',
  'url',
  'slug',
  'phone',
  'uuid',
  'enum',
  'date',
  'time',
  'datetime',
  'duration',
];

/**
 * The value of a column made of what it was, as SQL over the old table, or undefined where that cannot be done for every
 * row without guessing.
 */
export function converted(before: Column, after: Column): string | undefined {
  const name = sqlId(before.name);
  const value =
    before.kind === after.kind || isSameText(before, after) ? name : changedKind(before, after, name);
  if (value === undefined || !after.notNull || before.notNull) return value;
  const fallback = after.fallback ?? after.backfill;
  return fallback === null ? undefined : `coalesce(${value}, ${fallback})`;
}

/** Texts of any kind are texts; a reference is the id it points at. */
function isSameText(before: Column, after: Column): boolean {
  const from = TEXTS.includes(before.kind) || before.kind.startsWith('ref to ') || before.kind === 'parent';
  const to =
    after.kind === 'string' ||
    after.kind === 'text' ||
    after.kind.startsWith('ref to ') ||
    after.kind === 'parent';
  const uuid = before.kind.startsWith('ref to ') && after.kind === 'uuid';
  const enums = ['string', 'text', 'slug'].includes(before.kind) && after.kind === 'enum';
  return before.type === after.type && ((from && to) || uuid || enums);
}

function changedKind(before: Column, after: Column, name: string): string | undefined {
  const [from, to] = [before.kind, after.kind];
  if (from === 'int' && to === 'float') return `CAST(${name} AS REAL)`;
  if (from === 'bool' && to === 'int') return name;
  if (from === 'int' && (to === 'string' || to === 'text')) return `CAST(${name} AS TEXT)`;
  if (from.startsWith('decimal') && !from.endsWith('key') && (to === 'string' || to === 'text')) return name;
  return widerDecimal(from, to, name);
}

const DECIMAL = /^decimal\((\d+),(\d+)\)( key)?$/;

/** More digits before or after the point: the text gets zeros, the key the digits that its sign asks for. */
function widerDecimal(from: string, to: string, name: string): string | undefined {
  const [before, after] = [DECIMAL.exec(from), DECIMAL.exec(to)];
  if (before === null || after === null || before[3] !== after[3]) return undefined;
  const [p1, s1, p2, s2] = [before[1], before[2], after[1], after[2]].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const [whole, fraction] = [p2 - s2 - (p1 - s1), s2 - s1];
  if (whole < 0 || fraction < 0) return undefined;
  const zeros = "'".concat('0'.repeat(fraction), "'");
  if (before[3] === undefined)
    return fraction === 0 ? name : `${name} || ${s1 === 0 ? `'.${'0'.repeat(fraction)}'` : zeros}`;
  const nines = `CASE substr(${name}, 1, 1) WHEN '-' THEN '${'9'.repeat(whole)}' ELSE '${'0'.repeat(whole)}' END`;
  return `substr(${name}, 1, 1) || ${nines} || substr(${name}, 2) || ${zeros}`;
}

/** How a column lets in fewer values than before. */
export function narrowing(before: Column, after: Column): readonly string[] {
  const [was, is] = [before.limits, after.limits];
  const higher = isTighter(was.min, is.min, (one, other) => one < other);
  const lower = isTighter(was.max, is.max, (one, other) => one > other);
  return [
    ...(!before.notNull && after.notNull ? [`${after.name} may no longer be null`] : []),
    ...fewerValues(before, after),
    ...(higher ? [`${after.name} has to be ${bound(is.min, 'more than', 'at least')}`] : []),
    ...(lower ? [`${after.name} has to be ${bound(is.max, 'less than', 'at most')}`] : []),
    ...((is.minLength ?? 0) > (was.minLength ?? 0)
      ? [`${after.name} has to have at least ${lettersOf(is.minLength)}`]
      : []),
    ...((is.maxLength ?? Infinity) < (was.maxLength ?? Infinity)
      ? [`${after.name} may have at most ${lettersOf(is.maxLength)}`]
      : []),
  ];
}

function bound(limit: Limit | undefined, beyond: string, from: string): string {
  return `${limit?.exclusive ? beyond : from} ${limit?.value}`;
}

function lettersOf(count: number | undefined): string {
  return `${count} ${count === 1 ? 'character' : 'characters'}`;
}

function fewerValues({ limits: was }: Column, { name, limits: is }: Column): readonly string[] {
  if (is.values === undefined) return [];
  const gone = was.values?.filter((value) => !is.values?.includes(value));
  if (gone === undefined) return [`${name} has to be one of ${is.values.join(', ')}`];
  return gone.length > 0 ? [`${name} may no longer be ${gone.join(' or ')}`] : [];
}

function isTighter(
  was: Limit | undefined,
  is: Limit | undefined,
  letsMore: (one: string | number, other: string | number) => boolean,
): boolean {
  if (is === undefined) return false;
  if (was === undefined) return true;
  if (was.value === is.value) return is.exclusive && !was.exclusive;
  return letsMore(was.value, is.value);
}
