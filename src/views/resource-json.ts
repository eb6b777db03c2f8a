import type { Sha256 } from '../host/sha256.ts';
import type { Json } from '../json/json.ts';
import { contentHash, decodeUtf8, isBinary } from '../merge/line-endings.ts';

const TYPE = 'hatmax_file';
const PROVIDER = 'terraform.io/builtin/hatmax';
/** Text content up to this many bytes is part of `before` and `after`; of larger and binary files there is the hash. */
const MOST_CONTENT = 16_384;

export type JsonObject = { readonly [key: string]: Json };

/** `module.service.module.todo.hatmax_file.file["services/todo/src/app.ts"]` */
export function resourceAddress(component: string, path: string): string {
  return `${moduleAddress(component)}.${TYPE}.file[${quoted(path)}]`;
}

export function moduleAddress(component: string): string {
  return component
    .split('.')
    .map((name) => `module.${name}`)
    .join('.');
}

/** As HCL quotes: template marks too, so that the address is one literal. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, (mark) => mark + mark);
}

/** What Terraform says of any resource, of a file. */
export function resource(component: string, path: string): JsonObject {
  return {
    address: resourceAddress(component, path),
    module_address: moduleAddress(component),
    mode: 'managed',
    type: TYPE,
    name: 'file',
    index: path,
    provider_name: PROVIDER,
  };
}

/** A file with its content, where that is text and not too long. */
export function fileValues(
  path: string,
  component: string,
  ownership: string,
  bytes: Uint8Array,
  executable: boolean,
): JsonObject {
  const text = bytes.length > MOST_CONTENT || isBinary(bytes) ? undefined : decodeUtf8(bytes);
  return { ...values(path, component, ownership, contentHash(bytes), executable), content: text ?? null };
}

/** A file by its hash. */
export function values(
  path: string,
  component: string,
  ownership: string,
  hash: Sha256,
  executable: boolean,
): JsonObject {
  return { id: path, path, component, ownership, sha256: hash, mode: executable ? '0755' : '0644' };
}
