import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildDesired } from '../../../src/desired/build.ts';
import { systemCodes } from '../../../src/diagnostics/catalogue/system.ts';
import { loadSpec } from '../../../src/spec/load.ts';
import { resolveSystem } from '../../../src/system/resolve.ts';
import { capabilities } from '../../../templates/capabilities.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/invalid');

/** No spec alone leads to these (HM2201 and on are about what was before): they are tested where they are found. */
const WITHOUT_FIXTURE = new Set([
  'HM2103',
  'HM2104',
  'HM2106',
  'HM2201',
  'HM2202',
  'HM2207',
  'HM2208',
  'HM2209',
]);

function diagnose(file: string) {
  const loaded = loadSpec({ file, text: readFileSync(join(FOLDER, file), 'utf8') });
  if (loaded.value === undefined) return loaded.diagnostics;
  const system = resolveSystem(loaded.value);
  if (system.value === undefined) return system.diagnostics;
  return buildDesired(system.value, capabilities, { kind: 'absent' }, { rangeOf: loaded.value.rangeOf })
    .diagnostics;
}

describe('codes of the system', () => {
  const fixtures = readdirSync(FOLDER).filter((file) => /^HM2[0-9]{3}\.yml$/.test(file));

  it.each(fixtures)('%s', (file) => {
    const found = diagnose(file);
    expect(found.map(({ code }) => code)).toContain(file.slice(0, 6));
    expect(found.every((one) => one.range !== undefined && one.hint !== undefined)).toBe(true);
  });

  it('each have a fixture', () => {
    const wanted = Object.keys(systemCodes).filter((code) => !WITHOUT_FIXTURE.has(code));
    expect(fixtures.map((file) => file.slice(0, 6))).toEqual(wanted.sort());
  });
});
