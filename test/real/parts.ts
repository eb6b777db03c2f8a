import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { build } from '../../scripts/build.mjs';

const script = readFileSync(join(import.meta.dirname, 'install.sh'), 'utf8');
const { HATMAX_TEST_CACHE, XDG_CACHE_HOME, HATMAX_TEST_REQUIRE, PATH = '' } = process.env;
const cache = HATMAX_TEST_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'hatmax-test');

/** The versions are said once, in the script that installs them. */
function version(name: string): string {
  return new RegExp(`^${name}=(\\S+)$`, 'm').exec(script)?.[1] ?? '';
}

/** Where each real part is, once it is there. */
export const PARTS = {
  actionlint: join(cache, `actionlint-${version('ACTIONLINT')}`, 'actionlint'),
  terraform_compliance: join(
    cache,
    `terraform-compliance-${version('TERRAFORM_COMPLIANCE')}`,
    'bin',
    'terraform-compliance',
  ),
  playwright: join(cache, `playwright-core-${version('PLAYWRIGHT')}`, 'node_modules', 'playwright-core'),
  chromium: onPath('chromium') ?? '',
  dockerd: onPath('dockerd') ?? '',
} as const;

export type Part = keyof typeof PARTS;

function onPath(name: string): string | undefined {
  return PATH.split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

export function missing(...parts: readonly Part[]): readonly Part[] {
  return parts.filter((part) => PARTS[part] === '' || !existsSync(PARTS[part]));
}

/** Where a part is missing its tests are left out, which is said at the end; or everything fails, where all is required. */
export async function setup(): Promise<() => void> {
  await build();
  const absent = missing('actionlint', 'terraform_compliance', 'playwright', 'chromium', 'dockerd');
  const said = `not run against: ${absent.join(', ')}. To make it possible: test/real/install.sh ${absent.join(' ')}`;
  if (absent.length > 0 && HATMAX_TEST_REQUIRE === 'all') throw new Error(said);
  return () => {
    if (absent.length > 0) process.stdout.write(`\n> ${said}\n`);
  };
}
