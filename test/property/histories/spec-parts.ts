/** Values that an edit gives to the keys of a spec: something of every kind the language has. */

export const SERVICES = ['todo', 'shop', 'mail-box', 'x2', 'orders'];
export const MODELS = ['Item', 'Person', 'OrderLine', 'Box'];
export const FIELDS = ['alpha', 'beta', 'gamma', 'long_name', 'class'];
export const TYPES: readonly unknown[] = [
  'string!',
  'string! unique len 1..80',
  'text?',
  'int >= 0 = 1',
  'int! > 0',
  'decimal(10,2)? >= 0',
  'float >= 0 = 0',
  'bool = true',
  'date?',
  'datetime?',
  'time?',
  'duration = P2D',
  'enum(a, b, c) = a',
  'enum(a, b, c, d) = b',
  'uuid?',
  '[slug]?',
  'email? unique',
  'json = {}',
  'url?',
  'phone?',
  'string? ~ /^[A-Z]{2}$/',
  'ref(Item)?',
  'ref(shop.Item)?',
  { type: 'bytes', max_bytes: 1024, nullable: true },
  { type: 'enum', values: { open: 'Open', wont_fix: "Won't fix" }, default: 'open' },
  { type: 'string', required: true, label: 'Ein Näme', help: 'As it "is" said', searchable: true },
  { type: 'string', default: 'x', validations: ['immutable', { name: 'max_len', value: 40 }] },
  { type: 'int', nullable: true, private: true, validations: [{ name: 'one_of', value: [1, 2, 3] }] },
  { type: 'string', nullable: true, validations: [{ name: 'custom', value: 'check_it' }] },
];

type Part = readonly [string, unknown];

export const MODEL_PARTS: readonly Part[] = [
  ['options', { audit: true }],
  ['options', { soft_delete: true, lifecycle: ['before_create', 'after_delete'] }],
  ['id', { type: 'int' }],
  ['id', { type: 'string' }],
  ['plural', 'many'],
  ['table', 'other_table'],
  ['indexes', [{ fields: ['alpha'] }]],
  ['indexes', [{ fields: ['alpha'], unique: true }]],
  ['display', 'alpha'],
  ['x-owner', 'nobody'],
];

export const SERVICE_PARTS: readonly Part[] = [
  ['config', { limit: { type: 'int', default: 20, description: 'Most' } }],
  [
    'config',
    {
      limit: { type: 'int', default: 30, description: 'Most' },
      token: { type: 'string', secret: true, default: '' },
    },
  ],
  ['middlewares', { timeout: '5s', compress: true }],
  ['middlewares', { body_limit: '1MiB', throttle: '100/1m' }],
  ['port', 9000],
  ['port', 9001],
  ['api', { base_path: '/other' }],
  ['api', { rate_limit: '10/1m' }],
  [
    'api',
    {
      handlers: [
        { id: 'item_list', route: 'GET /items', source: 'repo', model: 'Item', op: 'list', sort: ['alpha'] },
        {
          route: 'POST /items/{id}/close',
          source: 'service',
          model: 'Item',
          op: 'custom',
          custom_operation: 'close',
        },
      ],
    },
  ],
  ['repo_impl', ['sqlite']],
  ['repo_impl', ['postgres', 'sqlite']],
  ['repo_impl', ['mongo']],
  ['transport', 'grpc'],
  ['depends_on', ['shop']],
  ['auth', { enabled: true, mode: 'production', required_scopes: ['read:items'] }],
  ['events', { 'thing.done': { version: 1, payload: { id: 'uuid!' } } }],
  ['consumers', [{ event: 'todo.thing.done', handler: 'Note', retries: 5, backoff: '1s..5m' }]],
  ['usecases', { DoIt: { input: { a: 'int!' }, output: 'Item', idempotent: true } }],
  ['relations', [{ from: 'Item', to: 'Person', kind: 'many_to_many', via: 'item_people' }]],
  ['clients', { shop: 'shop' }],
  ['deployment', { compose: { replicas: 2 } }],
  ['kind', 'domain'],
  ['preset', 'audit'],
  ['x-team', { of: ['one', 'two'] }],
];

export const TOP_PARTS: readonly Part[] = [
  ['description', 'Another demo: "quoted" – ünï'],
  ['package', '@acme/demo'],
  ['runtime', { node: '24' }],
  ['runtime', { node: '24.3', pin: false }],
  ['defaults', { port_base: 9100 }],
  ['defaults', { middlewares: { timeout: '20s', cors: { origins: ['https://a.example.com'] } } }],
  ['auth', { access_ttl: '10m', algorithm: 'EdDSA' }],
  ['contexts', { org: {}, store: { parent: 'org' } }],
  ['permissions', { 'todo.Item:refund': 'Give it back' }],
  ['roles', { clerk: { permissions: ['todo.Item:read'] }, admin: { permissions: ['*:*'] } }],
  ['messaging', { driver: 'memory' }],
  ['observability', { logging: { level: 'debug', format: 'json' } }],
  ['audit', { enabled: true, retention: '365d' }],
  ['deployment', { platforms: ['compose'], environments: { staging: { replicas: 1 } } }],
  ['x-note', { any: [1, null, 'thing'] }],
];

export const GLOBS = [
  'services/*/Dockerfile',
  '**/README.md',
  'services/todo/**',
  'tools/*',
  '**/*.json',
  '**/domain/*',
];
export const POLICIES = ['merge', 'keep', 'overwrite', 'fail'];
