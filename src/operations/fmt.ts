import { formatSpec } from '../spec/format.ts';
import { type Answer, type Place, readSpec } from './place.ts';
import { replaceFile } from './replace-file.ts';

export interface Formatted {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** The spec in its usual form; comments stay where they are. */
export function format(place: Place): Answer<Formatted> {
  const text = readSpec(place);
  if (text.value === undefined) return { ...text, value: undefined };
  const { file, text: before } = text.value;
  const formatted = formatSpec(before);
  const found = { diagnostics: formatted.diagnostics, sources: text.sources };
  return formatted.value === undefined
    ? found
    : { ...found, value: { file, before, after: formatted.value } };
}

export function writeFormatted({ host, spec }: Place, { before, after }: Formatted): Answer<true> {
  return replaceFile(host, spec, after, before);
}
