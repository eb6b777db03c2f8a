import type { RelPath } from '../path/rel-path.ts';
import { relPath } from '../path/rel-path.ts';
import { specJsonSchema } from '../spec/json-schema.ts';
import { type Answer, NOTHING_FOUND, type Place, refuse } from './place.ts';
import { replaceFile } from './replace-file.ts';

/** Editors read the schema from here: it is of the version of hatmax that wrote it, and needs no network. */
export const SCHEMA_FILE: RelPath = relPath('.hatmax/schema.json');

export interface Initialised {
  readonly written: readonly RelPath[];
}

export function schemaText(): string {
  return `${JSON.stringify(specJsonSchema(), null, 2)}\n`;
}

/** Writes a first spec, and the schema that editors complete and check it by. Never over a spec that is there. */
export function init(place: Place, name: string): Answer<Initialised> {
  const { host, spec } = place;
  if (host.files.lstat(spec) !== undefined) {
    return refuse({
      code: 'HM5010',
      summary: `${spec} is here already`,
      hint: 'Edit it and run `hatmax plan`, or start in another folder with --chdir.',
    });
  }
  const schema = replaceFile(host, SCHEMA_FILE, schemaText());
  const first = schema.value === undefined ? schema : replaceFile(host, spec, firstSpec(name, spec), null);
  if (first.value === undefined) return { ...first, value: undefined };
  return { ...NOTHING_FOUND, value: { written: [spec, SCHEMA_FILE] } };
}

/** A name that no spec could have is refused before anything is written. */
export function checkName(name: string): Answer<never> | undefined {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= 63) return undefined;
  return refuse({
    code: 'HM5006',
    summary: `\`${name.slice(0, 80)}\` cannot be the name of a project`,
    detail: 'It is a word in kebab-case: small letters a-z, digits and hyphens, at most 63 of them.',
    hint: `Write \`hatmax init ${projectName(name)}\`.`,
  });
}

/** A folder's name as a project's name: `My Shop 2` -> `my-shop-2`. */
export function projectName(folder: string): string {
  const name = folder
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40);
  return name === '' ? 'app' : name;
}

function firstSpec(name: string, spec: RelPath): string {
  const up = '../'.repeat(spec.split('/').length - 1);
  return `# yaml-language-server: $schema=${up}${SCHEMA_FILE}
version: 1
name: ${name}

services:
  todo:
    kind: atom
    description: Things to do
    models:
      Item:
        fields:
          title: string! len 1..200
          done: bool = false
          due: date?
`;
}
