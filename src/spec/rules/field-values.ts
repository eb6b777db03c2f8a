import type { LongType } from '../schema/field.ts';

type Check = (value: unknown) => boolean;

const text =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);

const DATE = /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/;
const TIME = /^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?$/;

const checks: Readonly<Record<Exclude<LongType['name'], 'enum' | 'list' | 'bytes'>, Check>> = {
  string: (value) => typeof value === 'string',
  text: (value) => typeof value === 'string',
  email: text(/^[^\s@]+@[^\s@]+\.[^\s@]+$/),
  url: (value) => typeof value === 'string' && URL.canParse(value),
  slug: text(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  phone: text(/^\+?[0-9][0-9 ()./-]{2,30}$/),
  int: Number.isSafeInteger,
  float: (value) => typeof value === 'number' && Number.isFinite(value),
  decimal: text(/^[+-]?[0-9]+(\.[0-9]+)?$/),
  bool: (value) => typeof value === 'boolean',
  date: isDate,
  time: text(TIME),
  datetime: isDatetime,
  duration: text(
    /^P(?=[0-9T])([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?$/,
  ),
  uuid: text(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i),
  json: () => true,
  ref: (value) => typeof value === 'string' || Number.isSafeInteger(value),
  shape: () => true,
};

function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !DATE.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function isDatetime(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const parts = /^([^T ]+)[T ]([0-9:.]+)(Z|[+-][0-9]{2}:[0-9]{2})$/.exec(value);
  return parts !== null && isDate(parts[1]) && TIME.test(parts[2] ?? '');
}

/** Whether a value, as JSON, is one of the type. */
export function fitsType(value: unknown, type: LongType): boolean {
  switch (type.name) {
    case 'enum':
      return type.values.some((known) => known.value === value);
    case 'list':
      return Array.isArray(value) && value.every((item) => fitsType(item, type.of));
    case 'bytes':
      return (
        typeof value === 'string' &&
        /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)
      );
    case 'decimal':
      return checks.decimal(value) && fitsDigits(String(value), type);
    default:
      return checks[type.name](value);
  }
}

function fitsDigits(value: string, { precision, scale }: { precision: number; scale: number }): boolean {
  const [whole = '', fraction = ''] = value.replace(/^[+-]/, '').split('.');
  const digits = whole.replace(/^0+/, '').length;
  return fraction.replace(/0+$/, '').length <= scale && digits <= precision - scale;
}

/** Below, at or above zero, as in sorting; undefined for what has no order. */
export function compareValues(a: unknown, b: unknown, type: LongType): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== 'string' || typeof b !== 'string') return undefined;
  if (type.name === 'decimal') return compareDecimals(a, b);
  if (type.name === 'datetime') return Date.parse(a) - Date.parse(b);
  if (type.name === 'date' || type.name === 'time') return a < b ? -1 : a > b ? 1 : 0;
  return undefined;
}

/** Exact: decimals may have more digits than a number of JavaScript. */
function compareDecimals(a: string, b: string): number {
  const places = Math.max(placesOf(a), placesOf(b));
  const difference = scaled(a, places) - scaled(b, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function placesOf(value: string): number {
  return value.split('.')[1]?.length ?? 0;
}

function scaled(value: string, places: number): bigint {
  const [whole = '0', fraction = ''] = value.replace(/^\+/, '').split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}
