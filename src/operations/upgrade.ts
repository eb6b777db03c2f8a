import { version } from './build-info.ts';
import type { Answer, Place } from './place.ts';
import { readRecorded } from './state.ts';

/** From which versions an upgrade goes to this one, in a sentence. */
export async function upgradeOf(place: Place): Promise<Answer<string>> {
  const state = await readRecorded(place);
  if (state.value === undefined) return { ...state, value: undefined };
  const versions = [...new Set([...state.value.components.values()].map(({ hatmax }) => hatmax))].sort();
  const older = versions.filter((one) => one !== version);
  const value =
    older.length === 0
      ? `Everything here was made by hatmax ${version}.\n`
      : `Made by hatmax ${older.join(', ')}; this is ${version}.\n`;
  return { ...state, value };
}
