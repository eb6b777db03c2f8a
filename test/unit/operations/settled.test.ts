import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type MemoryHost, memoryHost } from '../../../src/host/memory.ts';
import { apply } from '../../../src/operations/apply.ts';
import { type Place, placeOf } from '../../../src/operations/place.ts';
import { plan } from '../../../src/operations/plan.ts';
import { settled } from '../../../src/operations/settled.ts';
import { unbuiltPlaces } from '../../../src/operations/unbuilt-findings.ts';
import { relPath } from '../../../src/path/rel-path.ts';

const SPEC = relPath('hatmax.yml');
const INDEX = relPath('.hatmax/cache/index');
const catalog = readFileSync(join(import.meta.dirname, '../../../examples/catalog/hatmax.yml'), 'utf8');

function placeOn(host: MemoryHost): Place {
  const { value } = placeOf(host, SPEC);
  if (value === undefined) throw new Error('no place');
  return value;
}

async function planned(place: Place) {
  const { value } = await plan(place, { full: true });
  if (value === undefined) throw new Error('no plan');
  return value;
}

/** What a plan lists as not built when it reads the spec. */
async function listed(place: Place) {
  const { sides } = await planned(place);
  return unbuiltPlaces(sides.system, sides.loaded);
}

it('remembers what a plan says is not built, and forgets it when anything moves', async () => {
  const host = memoryHost();
  const place = placeOn(host);
  host.disk.put(SPEC, catalog);
  expect(settled(place)).toBeUndefined();
  expect(await apply(place, await planned(place), { lockTimeout: 0 })).toMatchObject({ kind: 'applied' });

  const wanted = await listed(place);
  expect(wanted.length).toBeGreaterThan(0);
  expect(wanted[0]?.place).toMatch(/^hatmax\.yml:\d+:\d+$/);
  expect(settled(place)).toEqual({ unbuilt: wanted });

  // The spec: a line more, and every place is another one.
  host.disk.put(SPEC, `# first\n${catalog}`);
  expect(settled(place)).toBeUndefined();
  await apply(place, await planned(place), { lockTimeout: 0 });
  const moved = await listed(place);
  expect(moved).not.toEqual(wanted);
  expect(settled(place)).toEqual({ unbuilt: moved });

  // A file of the tree.
  const file = relPath('services/catalog/src/app.ts');
  const text = Buffer.from(host.files.read(file)).toString('utf8');
  host.disk.put(file, `${text}// mine\n`);
  expect(settled(place)).toBeUndefined();
  host.disk.put(file, text);
  expect(settled(place)).toEqual({ unbuilt: moved });

  // The build that found it out.
  const index = Buffer.from(host.files.read(INDEX)).toString('latin1');
  host.disk.put(INDEX, Buffer.from(index.replace('"build":"source"', '"build":"saucer"'), 'latin1'));
  expect(settled(place)).toBeUndefined();
  host.disk.put(INDEX, Buffer.from(index, 'latin1'));
  expect(settled(place)).toEqual({ unbuilt: moved });
});

it('names the spec as it is called now', async () => {
  const host = memoryHost();
  const place = placeOn(host);
  host.disk.put(SPEC, catalog);
  await apply(place, await planned(place), { lockTimeout: 0 });
  const other = { ...place, spec: relPath('other.yml') };
  host.disk.put(other.spec, catalog);
  expect(settled(other)).toEqual({ unbuilt: await listed(other) });
  expect(settled(other)?.unbuilt[0]?.place).toMatch(/^other\.yml:/);
});
