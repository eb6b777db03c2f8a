import * as z from 'zod';
import { mapOf, type Tree, textTree } from '../tree.ts';
import { short } from './short-form.ts';

/** `300ms`, `10m`, `30d`: what people write for a time. */
export const DURATION = /^(0|([0-9]+(\.[0-9]+)?(ms|s|m|h|d|w))+)$/;
export const SIZE = /^[0-9]+(\.[0-9]+)?( ?(B|kB|KB|MB|GB|KiB|MiB|GiB))?$/;
export const RATE = /^[1-9][0-9]*\/([0-9]+)?(ms|s|m|h|d)$/;
export const BACKOFF = /^[0-9]+(ms|s|m|h|d)(\.\.[0-9]+(ms|s|m|h|d))?$/;
const MAX_TEXT = 20_000;

const aText = z.string().max(MAX_TEXT);
const aLine = z.string().max(500);
export const text = () => aText;
export const line = () => aLine;

export const duration = () =>
  z.string().regex(DURATION, 'a duration, such as 300ms, 10s, 5m, 12h or 30d').max(40);
export const rate = () => z.string().regex(RATE, 'a rate, such as 100/1m or 20/s').max(40);
export const port = () => z.int().min(1).max(65535);
export const count = () => z.int().min(0).max(1_000_000_000);
export const names = (max = 1000) => z.array(line()).max(max);

/** A single value where a list is meant. */
export function listOf<T extends z.ZodType>(schema: T): T {
  return short(schema, {
    description: 'one value without the brackets is a list of one',
    json: [{ type: 'string' }],
    expand: (written) =>
      written.kind === 'scalar' && typeof written.value === 'string'
        ? { kind: 'list', at: written.at, items: [written] }
        : written,
  });
}

/** Numbers are read as the text they are written as: versions, sizes. */
function numberAsText(written: Tree): Tree {
  if (written.kind !== 'scalar' || typeof written.value !== 'number') return written;
  return textTree(written.source ?? String(written.value), written.at);
}

export const release = (pattern = /^[0-9A-Za-z][0-9A-Za-z._-]*$/, words = 'a version, such as 17 or "3.2"') =>
  short(z.string().regex(pattern, words).max(60), {
    description: 'a number is read as written',
    json: [{ type: 'number' }],
    expand: numberAsText,
  });

export const size = () =>
  short(z.string().regex(SIZE, 'a size, such as 1MiB, 512KiB or a number of bytes').max(40), {
    description: 'a number is a number of bytes',
    json: [{ type: 'number' }],
    expand: numberAsText,
  });

const env = () =>
  z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable')
    .max(200);

/** Where a secret comes from. Exactly one of the two. */
export const secretSource = () =>
  z
    .strictObject({
      env: env().optional().describe('Name of the environment variable that holds the value'),
      secret: line().min(1).optional().describe('Name of the secret in the secret store of the platform'),
    })
    .meta({ one: true });

/** A plain value, or where it comes from. Exactly one of the three. */
export const setting = () =>
  short(
    z
      .strictObject({
        value: text().optional().describe('The value itself; never a secret'),
        env: env().optional().describe('Name of the environment variable that holds the value'),
        secret: line().min(1).optional().describe('Name of the secret in the secret store of the platform'),
      })
      .meta({ one: true }),
    {
      description: 'a plain text is its own value',
      json: [{ type: ['string', 'number', 'boolean'] }],
      expand: (written) => {
        const value = typeof scalarOf(written) === 'boolean' ? asText(written) : numberAsText(written);
        return value.kind === 'scalar' && typeof value.value === 'string'
          ? mapOf(written.at, { value })
          : written;
      },
    },
  );

function scalarOf(written: Tree) {
  return written.kind === 'scalar' ? written.value : undefined;
}

function asText(written: Tree): Tree {
  return textTree(String(scalarOf(written)), written.at);
}
