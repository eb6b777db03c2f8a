/** The dependency rule of docs/architecture.md. Run by scripts/dependency-rule.mjs over sources without their types. */
const OPERATIONS = '^src/operations/';
const ENGINE = '^src/(plan|apply|desired|spec|system|state|capability)/';
const GROUND = '^src/(graph|merge|render|diagnostics|path|json)/';

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two modules that need each other are one module, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nobody-calls-commands',
      comment: 'Commands are the outermost ring.',
      severity: 'error',
      from: { pathNot: '^src/commands/' },
      to: { path: '^src/commands/' },
    },
    {
      name: 'only-commands-call-operations',
      severity: 'error',
      from: { pathNot: ['^src/commands/', OPERATIONS] },
      to: { path: OPERATIONS },
    },
    {
      name: 'the-engine-does-not-show-itself',
      comment: 'Views read what the engine hands out; it knows none of them.',
      severity: 'error',
      from: { path: [ENGINE, GROUND] },
      to: { path: '^src/views/' },
    },
    {
      name: 'the-ground-knows-no-engine',
      comment: 'graph, merge, render and diagnostics serve the engine; what they share with it are types.',
      severity: 'error',
      from: { path: GROUND },
      to: { path: ENGINE },
    },
    {
      name: 'oclif-only-in-commands',
      severity: 'error',
      from: { pathNot: '^src/commands/' },
      to: { path: '(^|/)@oclif/' },
    },
    {
      name: 'node-only-at-the-edge',
      comment:
        'Files, clock, processes and hashes are ports; only their adapters and the commands know Node.',
      severity: 'error',
      from: { path: '^(src|templates)/', pathNot: '^src/(host|commands)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?util$' },
    },
    {
      name: 'pure-modules-have-no-ports',
      comment:
        'plan, merge, graph and views only turn values into values; refresh is what reads the tree for a plan.',
      severity: 'error',
      from: { path: '^src/(plan|merge|graph|views)/', pathNot: '^src/plan/refresh' },
      to: { path: '^src/(host|apply)/', pathNot: '^src/host/sha256' },
    },
    {
      name: 'generators-do-not-reach-the-engine',
      comment: 'A capability maps the system to files; it never sees a plan, a state or a disk.',
      severity: 'error',
      from: { path: '^templates/' },
      to: { path: '^src/(plan|apply|state|host|merge|views|spec|desired)/', pathNot: '^src/host/sha256' },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: '^[.][.]/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json'],
    },
  },
};
