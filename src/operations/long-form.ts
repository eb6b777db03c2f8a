import { stringify } from 'yaml';
import type { Spec } from '../spec/load.ts';
import type { Answer, Place } from './place.ts';
import { validate } from './validate.ts';

/** The spec as hatmax reads it: every short form and every default written out. */
export function longForm(place: Place): Answer<{ readonly spec: Spec; readonly text: string }> {
  const checked = validate(place);
  if (checked.value === undefined) return { ...checked, value: undefined };
  const { spec } = checked.value.loaded;
  return {
    ...checked,
    value: { spec, text: stringify(spec, { lineWidth: 110, aliasDuplicateObjects: false }) },
  };
}
