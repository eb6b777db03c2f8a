import { build } from '../../scripts/build.mjs';

/** The tests run what a user runs: bin/run.js on the bundle of these sources. */
export async function setup(): Promise<void> {
  await build();
}
