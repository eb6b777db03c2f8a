import { hasErrors } from '../diagnostics/diagnostic.ts';
import { removeFromSpec, renameInSpec, type SpecEdit } from '../spec/edit.ts';
import { loadSpec } from '../spec/load.ts';
import { nearest } from '../spec/suggest.ts';
import { resolveSystem } from '../system/resolve.ts';
import { type Answer, type Place, readSpec, refuse } from './place.ts';
import { replaceFile } from './replace-file.ts';

export interface EditedSpec {
  readonly before: string;
  readonly after: string;
}

/** The spec with another name for an address, if that spec holds; nothing is written. */
export function renamed(place: Place, from: string, to: string): Answer<EditedSpec> {
  return edited(place, from, (text) => renameInSpec(text, from, to));
}

/** The spec without what an address stands for, if that spec holds; nothing is written. */
export function removed(place: Place, address: string, keepFiles: boolean): Answer<EditedSpec> {
  return edited(place, address, (text) => removeFromSpec(text, address, keepFiles));
}

export function writeSpec({ host, spec }: Place, { before, after }: EditedSpec): Answer<true> {
  return replaceFile(host, spec, after, before);
}

function edited(place: Place, address: string, edit: (text: string) => SpecEdit): Answer<EditedSpec> {
  const read = readSpec(place);
  if (read.value === undefined) return { ...read, value: undefined };
  const { text: before } = read.value;
  const made = edit(before);
  if ('why' in made) {
    const summary = `${address} cannot be edited in ${place.spec}: ${made.why}`;
    const near = nearest(address, addressesIn(before, place.spec));
    const hint = near === undefined ? `Edit ${place.spec} by hand.` : `Did you mean \`${near}\`?`;
    return refuse({ code: 'HM5033', summary, hint });
  }
  const sources = new Map([[place.spec as string, made.text]]);
  const loaded = loadSpec({ file: place.spec, text: made.text });
  const resolved = loaded.value && resolveSystem(loaded.value);
  const diagnostics = [...loaded.diagnostics, ...(resolved?.diagnostics ?? [])];
  if (!hasErrors(diagnostics)) return { diagnostics: [], sources, value: { before, after: made.text } };
  const { diagnostics: said } = refuse({
    code: 'HM5033',
    summary: `${place.spec} would not hold any more: other parts of it speak of ${address}`,
    detail: 'Nothing was written. The places above are those of the spec as it would be.',
    hint: 'Change those places first, or all of it by hand.',
  });
  return { diagnostics: [...diagnostics, ...said], sources };
}

/** Of its services, their models and aggregates, and the fields of these. */
function addressesIn(text: string, file: string): readonly string[] {
  const { value } = loadSpec({ file, text });
  return Object.entries(value?.spec.services ?? {}).flatMap(([name, service]) => {
    const roots = [...Object.entries(service.models), ...Object.entries(service.aggregates)];
    const fields = roots.flatMap(([root, { fields }]) =>
      Object.keys(fields).map((field) => `service.${name}.${root}.${field}`),
    );
    return [`service.${name}`, ...roots.map(([root]) => `service.${name}.${root}`), ...fields];
  });
}
