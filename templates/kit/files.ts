import type { FileDraft } from '../../src/capability/capability.ts';

const FOLDER = 'packages/kit';

const SOURCES = [
  'assets/docs.css',
  'assets/docs.js',
  'src/circuit-breaker.ts',
  'src/client.ts',
  'src/config.ts',
  'src/cors.ts',
  'src/decimal.ts',
  'src/docs-page.ts',
  'src/docs-schema.ts',
  'src/docs.ts',
  'src/errors.ts',
  'src/etag.ts',
  'src/health.ts',
  'src/html.ts',
  'src/id.ts',
  'src/idempotency-sqlite.ts',
  'src/idempotency.ts',
  'src/lifecycle.ts',
  'src/load.ts',
  'src/logger.ts',
  'src/metrics.ts',
  'src/migrations.ts',
  'src/openapi-schemas.ts',
  'src/openapi.ts',
  'src/pagination.ts',
  'src/probes.ts',
  'src/problem.ts',
  'src/request-log.ts',
  'src/server.ts',
  'src/sqlite.ts',
  'src/table-changes.ts',
  'test/client.test.ts',
  'test/config.test.ts',
  'test/decimal.test.ts',
  'test/etag.test.ts',
  'test/health.test.ts',
  'test/id.test.ts',
  'test/idempotency.test.ts',
  'test/lifecycle-service.ts',
  'test/lifecycle.test.ts',
  'test/logger.test.ts',
  'test/migrations.test.ts',
  'test/openapi.test.ts',
  'test/pagination.test.ts',
  'test/problem.test.ts',
  'test/server-under-test.ts',
  'test/server.test.ts',
  'test/sqlite.test.ts',
  'test/table-changes.test.ts',
];

export function kitFiles(packageName: string): readonly FileDraft[] {
  return [
    file('package.json', 'structured', { packageName }),
    file('tsconfig.json', 'structured'),
    ...SOURCES.map((path) => file(path, 'generated')),
  ];
}

function file(path: string, ownership: FileDraft['ownership'], model: object = {}): FileDraft {
  return {
    path: `${FOLDER}/${path}`,
    ownership,
    at: [],
    content: { from: 'template', template: `kit/files/${FOLDER}/${path}.hbs`, model },
  };
}
