import * as z from 'zod';
import { wrapAs } from '../expand/lists.ts';
import { expandService } from '../expand/service.ts';
import { api, consumer, middlewares, serviceAuth, usecaseShape } from './api.ts';
import { platformDeployment } from './deployment.ts';
import { configSetting } from './field.ts';
import { anything } from './free.ts';
import { later } from './later.ts';
import { aggregate, event, model, relation } from './model.ts';
import { short } from './short-form.ts';
import { step } from './step.ts';
import { line, listOf, names, port, setting, text } from './values.ts';

export const kinds = ['atom', 'domain', 'composite', 'web'] as const;
export const presets = ['authn', 'authz', 'admin', 'audit'] as const;
export const databases = ['sqlite', 'postgres', 'mongo'] as const;

export const repoImpl = () => listOf(z.array(z.enum(databases)).min(1).max(3));
export const transport = () => z.enum(['http', 'grpc']);

const usecase = later(() =>
  z.strictObject({
    description: text().optional().describe('One line for documentation'),
    input: usecaseShape.optional().describe('What it takes'),
    output: usecaseShape.optional().describe('What it gives'),
    permission: line().optional().describe('The permission a caller needs'),
    context: line().optional().describe('The context it is needed in: store:{store_id}'),
    async: z.boolean().default(false).describe('Whether the answer is 202 and a consumer does the work'),
    idempotent: z
      .boolean()
      .default(false)
      .describe('Whether a request with the same Idempotency-Key is done once'),
    steps: z.array(step).max(500).optional().describe('What it does; without steps you write the function'),
  }),
);

const client = short(
  later(() =>
    z.strictObject({
      service: line().optional().describe('The service of this project that is called'),
      base_url: setting().optional().describe('Where something that is not of this project is called'),
      description: text().optional().describe('What it is called for'),
    }),
  ),
  { description: 'the service alone', json: [{ type: 'string' }], expand: wrapAs('service') },
);

const render = short(
  later(() =>
    z.strictObject({
      template: line().describe('The template, below the views folder'),
      data: z.record(line(), anything()).optional().describe('What the template is given'),
    }),
  ),
  { description: 'the template alone', json: [{ type: 'string' }], expand: wrapAs('template') },
);

const outcome = later(() =>
  z.strictObject({
    redirect: line().optional().describe('Where the browser goes next'),
    fragment: line().optional().describe('The fragment that is sent'),
    render: render.optional().describe('What is rendered'),
  }),
);

const screen = later(() =>
  z.strictObject({
    route: line().describe('Method and path: GET /'),
    middleware: names(50).default([]).describe('What every request passes first: auth_required'),
    permission: line().optional().describe('The permission a visitor needs'),
    load: z.array(step).max(100).default([]).describe('What is read before rendering'),
    render: render.optional().describe('What is rendered'),
  }),
);

const form = later(() =>
  z.strictObject({
    route: line().describe('Method and path: POST /orders'),
    middleware: names(50).default([]).describe('What every request passes first: auth_required'),
    permission: line().optional().describe('The permission a visitor needs'),
    validate: line().optional().describe('The shape the form has to fit'),
    submit: step.optional().describe('What is called with it'),
    success: outcome.optional().describe('What happens then'),
    error: outcome.optional().describe('What happens where it is refused'),
  }),
);

const brand = later(() =>
  z.strictObject({
    title: line().optional().describe('The name of the site'),
    logo: line().optional().describe('A picture, as a path inside the project'),
    accent: z
      .string()
      .regex(/^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$/, 'a colour, such as "#0b7285"')
      .optional()
      .describe('The colour of buttons and links'),
  }),
);

export const service = short(
  z.strictObject({
    kind: z
      .enum(kinds)
      .default('atom')
      .describe('atom: CRUD. domain: relations and use cases too. composite: orchestrates others. web: HTML'),
    preset: short(z.enum(presets), {
      description: '',
      json: [{ enum: ['auth', null] }],
      expand: (written) => written,
    })
      .optional()
      .describe('A complete service that is extended by what follows; `auth` is another name of `authn`'),
    description: text().optional().describe('One line, used in documentation'),
    port: port()
      .optional()
      .describe('The port it listens on; defaults.port_base and the position without it'),
    repo_impl: repoImpl().optional().describe('Databases it can run on; the first is the default'),
    transport: transport().optional().describe('How other services call this one'),
    auth: serviceAuth.optional().describe('How callers prove who they are'),
    depends_on: names().default([]).describe('Services that start before this one'),
    config: z
      .record(line(), configSetting)
      .default({})
      .describe('Further settings, read from the environment'),
    models: z.record(line(), model).default({}).describe('Models, by PascalCase name'),
    aggregates: z
      .record(line(), aggregate)
      .default({})
      .describe('Roots that are loaded and saved with their children, by PascalCase name'),
    relations: z.array(relation).max(1000).default([]).describe('How models belong together'),
    usecases: z
      .record(line(), usecase)
      .default({})
      .describe('What can be done beside CRUD, by PascalCase name'),
    api: api.optional().describe('The routes'),
    events: z.record(line(), event).default({}).describe('What the service tells others'),
    consumers: z.array(consumer).max(1000).default([]).describe('What it does when others tell it something'),
    clients: z.record(line(), client).default({}).describe('Whom it calls, by the name steps use'),
    resources: names().default([]).describe('Models that get complete screens: service.Model'),
    pages: z.record(line(), screen).default({}).describe('Pages'),
    fragments: z.record(line(), screen).default({}).describe('Parts of pages that are loaded on their own'),
    forms: z.record(line(), form).default({}).describe('Forms'),
    brand: brand.optional().describe('How the pages look'),
    middlewares: middlewares.optional().describe('Middlewares of every route of the service'),
    deployment: platformDeployment.optional().describe('Where it differs from `deployment`, by platform'),
    sqlite_driver: line().optional().describe('Only for the Go tool; ignored with a warning'),
    module_path: line().optional().describe('Only for the Go tool; ignored with a warning'),
  }),
  { description: '', json: [], expand: expandService },
);
