import type { Json } from '../../src/json/json.ts';
import type { FieldType, Validation } from '../../src/system/system.ts';
import { durationMs } from '../atom/iso-duration.ts';
import { normalValue } from '../atom/normal.ts';
import { type Written, written } from './written.ts';

type Bound = Extract<Validation, { rule: 'min' | 'max' }>;

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** The last value inside of a bound, and the first outside; nothing where the type has none there. */
export function besideBound(
  type: FieldType,
  { rule, value, exclusive }: Bound,
): { readonly inside: Written; readonly outside: Written } | undefined {
  const [inwards, outwards] = rule === 'min' ? ([1, -1] as const) : ([-1, 1] as const);
  const inside = stepped(type, value, exclusive ? inwards : 0);
  const outside = stepped(type, value, exclusive ? 0 : outwards);
  if (inside === undefined || outside === undefined || inside === outside) return undefined;
  return { inside: written(inside), outside: written(outside) };
}

/** The value that is `steps` of the smallest kind after `from`. */
function stepped(type: FieldType, from: string | number, steps: -1 | 0 | 1): Json | undefined {
  switch (type.kind) {
    case 'int': {
      const value = Number(from) + steps;
      return Number.isSafeInteger(value) ? value : undefined;
    }
    case 'float':
      return Number((Number(from) + steps * 0.01).toPrecision(14));
    case 'decimal':
      return steppedDecimal(type, String(from), steps);
    case 'date': {
      const day = new Date(Date.parse(String(from)) + steps * DAY).toISOString();
      return isFourDigitYear(day) ? day.slice(0, 10) : undefined;
    }
    case 'datetime': {
      const moment = new Date(Date.parse(String(from)) + steps).toISOString();
      return isFourDigitYear(moment) ? moment : undefined;
    }
    case 'time': {
      const moment = Date.parse(`1970-01-01T${String(normalValue(type, from))}Z`) + steps * SECOND;
      return moment < 0 || moment >= DAY ? undefined : new Date(moment).toISOString().slice(11, 19);
    }
    case 'duration': {
      const length = durationMs(String(from)) + steps * SECOND;
      return length < 0 ? undefined : steps === 0 ? String(from) : `PT${length / SECOND}S`;
    }
    default:
      return undefined;
  }
}

function isFourDigitYear(moment: string): boolean {
  return /^\d{4}-/.test(moment) && !moment.startsWith('0000');
}

function steppedDecimal(
  { precision, scale }: Extract<FieldType, { kind: 'decimal' }>,
  from: string,
  steps: number,
): string | undefined {
  const [whole = '0', places = ''] = from.replace('-', '').split('.');
  const size = BigInt(whole + places.padEnd(scale, '0'));
  const value = (from.startsWith('-') ? -size : size) + BigInt(steps);
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  if (digits.length > Math.max(precision, scale + 1)) return undefined;
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return value < 0n ? `-${text}` : text;
}
