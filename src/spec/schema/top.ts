import * as z from 'zod';
import { wrapAs } from '../expand/lists.ts';
import { expandVersion } from '../expand/service.ts';
import { middlewares, serviceAuth } from './api.ts';
import { deployment } from './deployment.ts';
import { audit, auth, contexts, messaging, observability, permissions, roles } from './operations.ts';
import { repoImpl, service, transport } from './service.ts';
import { short } from './short-form.ts';
import { line, listOf, port, release, text } from './values.ts';

const defaults = z.strictObject({
  repo_impl: repoImpl().optional().describe('Databases of services that do not say; sqlite without it'),
  transport: transport().optional().describe('How services call each other; http without it'),
  auth: serviceAuth.optional().describe('How callers prove who they are'),
  port_base: port().default(8080).describe('The port of the first service; the next gets the next'),
  middlewares: middlewares.optional().describe('Middlewares of every route'),
  sqlite_driver: line().optional().describe('Only for the Go tool; ignored with a warning'),
});

const generation = z.strictObject({
  on_drift: z
    .enum(['merge', 'keep', 'overwrite', 'fail'])
    .default('merge')
    .describe('What apply does to a file you changed'),
  ignore: listOf(z.array(line()).max(5000))
    .default([])
    .describe('Globs of files that are yours: never written, never called drift'),
  create_once: listOf(z.array(line()).max(5000))
    .default([])
    .describe('Globs of files that are written where they are missing, and are yours then'),
});

const runtime = z.strictObject({
  node: release(/^[0-9]+(\.[0-9]+){0,2}$/, 'a version of Node, such as 24 or "24.3"')
    .default('24')
    .describe('The Node of images, CI and npm scripts'),
  pin: z.boolean().default(true).describe('Whether exactly this version is asked for'),
});

const moved = z.strictObject({
  from: line().describe('The address it had'),
  to: line().describe('The address it has'),
});

const removed = short(
  z.strictObject({
    from: line().describe('The address that is let go of'),
    delete: z.boolean().default(true).describe('Whether its files are deleted too'),
  }),
  { description: 'the address alone', json: [{ type: 'string' }], expand: wrapAs('from') },
);

export const versions = [1, 0.1, 0.2] as const;

/** The language. What is not here is not a key. */
export const specSchema = z.strictObject({
  version: short(z.literal([...versions]), {
    description: 'the number as text',
    json: [{ enum: versions.map(String) }],
    expand: expandVersion,
  }).describe('The version of the language'),
  name: line().describe('The project, in kebab-case'),
  package: line().optional().describe('npm scope and name of the monorepo; @<name>/<name> without it'),
  description: text().optional().describe('One line, used in READMEs and page titles'),
  module_path: line().optional().describe('Only for the Go tool; ignored with a warning'),
  defaults: defaults.prefault({}).describe('Values each service inherits'),
  services: z.record(line(), service).describe('The services, by kebab-case name; at least one'),
  auth: auth.optional().describe('Tokens'),
  contexts: contexts.describe('What a role can be limited to'),
  permissions: permissions.describe(
    'Permissions beside <service>.<Model>:<create|read|update|delete>, which always exist',
  ),
  roles: roles.describe('Sets of permissions'),
  messaging: messaging.optional().describe('The broker for events and asynchronous requests'),
  observability: observability.optional().describe('Logs, metrics, traces and what watches them'),
  audit: audit.optional().describe('The audit trail'),
  deployment: deployment.optional().describe('Platforms and environments'),
  generation: generation.prefault({}).describe('How apply treats files'),
  runtime: runtime.prefault({}).describe('What the generated system runs on'),
  include: listOf(z.array(line()).max(1000))
    .default([])
    .describe('Globs of further spec files, each with `services`'),
  moved: z.array(moved).max(5000).default([]).describe('Renames, which carry hand edits along'),
  removed: z.array(removed).max(5000).default([]).describe('What is let go of'),
});

export type Spec = z.output<typeof specSchema>;
export type SpecService = Spec['services'][string];
export type SpecModel = SpecService['models'][string];
export type SpecAggregate = SpecService['aggregates'][string];
export type SpecField = SpecModel['fields'][string];
export type SpecHandler = NonNullable<NonNullable<SpecService['api']>['handlers']>[number];
export type SpecUsecase = SpecService['usecases'][string];
export type SpecStep = NonNullable<SpecUsecase['steps']>[number];
