// The peer: JHipster's generation of a microservice with as many entities, without installing what it generates.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../scripts/repository.mjs';
import { onceTimed } from './measure.mjs';

const cache = join(root, 'bench', '.cache', 'jhipster');
const packageFolder = join(cache, 'node_modules', 'generator-jhipster');

/** undefined where it is not installed and may not be. */
export async function timeJHipster({ install, scratch, entities }) {
  if (!existsSync(packageFolder)) {
    if (!install) return undefined;
    installPeer();
  }
  const { version, bin } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const cwd = join(scratch, 'jhipster');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'shop.jdl'), jdl(entities));
  const command = process.execPath;
  const script = join(packageFolder, typeof bin === 'string' ? bin : bin.jhipster);
  const flags = ['--skip-install', '--skip-git', '--skip-checks', '--force', '--no-insight'];
  const took = onceTimed({ name: 'JHipster', command, args: [script, 'jdl', 'shop.jdl', ...flags], cwd });
  return { version, took };
}

function installPeer() {
  process.stdout.write('Installing generator-jhipster 8 into bench/.cache (several minutes)\n');
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'package.json'), '{"private": true}\n');
  const { status } = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', 'generator-jhipster@8'],
    {
      cwd: cache,
      stdio: 'inherit',
    },
  );
  if (status !== 0) throw new Error('generator-jhipster could not be installed');
}

function jdl(entities) {
  const fields = 'name String required\n  total BigDecimal\n  placed LocalDate\n  active Boolean';
  return [
    'application {',
    '  config {',
    '    applicationType microservice',
    '    baseName shop',
    '    packageName com.acme.shop',
    '    databaseType sql',
    '    devDatabaseType h2Disk',
    '    prodDatabaseType postgresql',
    '    serviceDiscoveryType no',
    '    cacheProvider no',
    '    buildTool maven',
    '  }',
    '  entities *',
    '}',
    ...entities.map((name) => `entity ${name === 'Order' ? 'Purchase' : name} {\n  ${fields}\n}`),
    '',
  ].join('\n');
}
