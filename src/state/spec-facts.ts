import { type Address, isAddress } from '../graph/address.ts';
import type { Files } from '../host/ports.ts';
import { isSha256, type Sha256, sha256 } from '../host/sha256.ts';
import { SPEC_FACTS } from './layout.ts';
import { readIfThere } from './objects.ts';
import { replaceCache } from './stat-index.ts';

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
    const parsed: unknown = JSON.parse(text);
    return areFacts(parsed) && parsed.index === index ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** By hand: these are thousands, and each plan that has changes reads them. */
function areFacts(found: unknown): found is SpecFacts & { readonly index: string } {
  if (!isObject(found)) return false;
  const { index, around, services, others } = found;
  return isText(index) && isHash(around) && isListOf(services, isService) && isListOf(others, isComponent);
}

function isService(found: unknown): boolean {
  if (!isObject(found)) return false;
  const { name, text, port, folders, components } = found;
  return (
    isText(name) &&
    isHash(text) &&
    Number.isSafeInteger(port) &&
    isListOf(folders, isText) &&
    isListOf(components, isComponent)
  );
}

function isComponent(found: unknown): boolean {
  if (!Array.isArray(found) || found.length !== 2) return false;
  const [address, pack] = found;
  return isText(address) && isAddress(address) && (pack === null || isHash(pack));
}

function isObject(found: unknown): found is { readonly [key: string]: unknown } {
  return typeof found === 'object' && found !== null;
}

function isListOf(found: unknown, isOne: (one: unknown) => boolean): boolean {
  return Array.isArray(found) && found.every(isOne);
}

function isText(found: unknown): found is string {
  return typeof found === 'string';
}

function isHash(found: unknown): boolean {
  return isText(found) && isSha256(found);
}

export function writeFacts(files: Files, { around, services, others }: SpecFacts, index: string): void {
  const text = JSON.stringify({ index, around, services, others });
  replaceCache(files, SPEC_FACTS, Buffer.from(`${sha256(text)}\n${text}`));
}
