import { z } from 'zod';
import { type Address, isAddress } from '../graph/address.ts';
import type { Files } from '../host/ports.ts';
import { isSha256, type Sha256, sha256 } from '../host/sha256.ts';
import { SPEC_FACTS } from './layout.ts';
import { readIfThere } from './objects.ts';
import { replaceCache } from './stat-index.ts';

const hash = z.string().refine(isSha256);
const component = z.tuple([z.string().refine(isAddress), hash.nullable()]);
const service = z.strictObject({
  name: z.string(),
  text: hash,
  port: z.int(),
  folders: z.array(z.string()),
  components: z.array(component),
});
const schema = z.strictObject({
  index: z.string(),
  around: hash,
  services: z.array(service),
  others: z.array(component),
});

/** A component and the pack of its bases. */
export type PackedComponent = readonly [Address, Sha256 | null];

/** What can be said of a service without reading its text again, as long as its text is the same. */
export interface ServiceFacts {
  readonly name: string;
  /** Of its text in the spec. */
  readonly text: Sha256;
  readonly port: number;
  /** Folders that hold its files and nobody else's. */
  readonly folders: readonly string[];
  readonly components: readonly PackedComponent[];
}

/**
 * What the last apply found out about the spec, for a plan that reads only the services whose text changed. A cache of
 * this checkout, beside the index of stats and good only together with that very index.
 */
export interface SpecFacts {
  /** Of the text before and after the services. */
  readonly around: Sha256;
  /** In the order of the spec. */
  readonly services: readonly ServiceFacts[];
  /** Components that come from no single service. */
  readonly others: readonly PackedComponent[];
}

/** Undefined where there are none that go with this index. */
export function readFacts(files: Files, index: string): SpecFacts | undefined {
  const bytes = readIfThere(files, SPEC_FACTS);
  if (bytes === undefined) return undefined;
  const text = Buffer.from(bytes).toString('utf8');
  const end = text.indexOf('\n');
  if (end < 0 || sha256(text.slice(end + 1)) !== text.slice(0, end)) return undefined;
  return parse(text.slice(end + 1), index);
}

function parse(text: string, index: string): SpecFacts | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success && parsed.data.index === index ? (parsed.data as unknown as SpecFacts) : undefined;
  } catch {
    return undefined;
  }
}

export function writeFacts(files: Files, { around, services, others }: SpecFacts, index: string): void {
  const text = JSON.stringify({ index, around, services, others });
  replaceCache(files, SPEC_FACTS, Buffer.from(`${sha256(text)}\n${text}`));
}
