import * as z from 'zod';
import { expandCors, expandHandler, expandMiddlewares, expandThrottle } from '../expand/api.ts';
import { expandShape } from '../expand/field.ts';
import { wrapAs } from '../expand/lists.ts';
import { fields } from './field.ts';
import { later } from './later.ts';
import { short } from './short-form.ts';
import { BACKOFF, duration, line, names, rate, size, text } from './values.ts';

export const middlewares = short(
  later(() =>
    z.strictObject({
      timeout: duration().optional().describe('How long a request may take'),
      throttle: short(rate(), {
        description: 'the number of requests in flight, as in 0.1, is that many a second',
        json: [{ type: 'number' }],
        expand: expandThrottle,
      })
        .optional()
        .describe('How many requests one client may make'),
      cors: short(
        z.strictObject({
          origins: z.array(line()).max(200).default([]).describe('Origins browsers may call from'),
        }),
        {
          description: '`true` lets every origin in; a list of origins',
          json: [{ type: 'boolean' }, { type: 'array', items: { type: 'string' } }],
          expand: expandCors,
        },
      )
        .optional()
        .describe('Which pages may call'),
      compress: z.boolean().optional().describe('Whether answers are compressed'),
      body_limit: size().optional().describe('How large a body may be'),
    }),
  ),
  {
    description: 'a list of names, or of single middlewares',
    json: [{ type: 'array', items: { type: ['string', 'object'] } }],
    expand: expandMiddlewares,
  },
);

export const handlerSources = ['repo', 'service', 'usecase', 'aggregate'] as const;
export const operations = ['list', 'get', 'create', 'update', 'delete', 'custom'] as const;

const handler = short(
  later(() =>
    z.strictObject({
      id: line().optional().describe('The operation in OpenAPI and in clients; from model and op without it'),
      route: line().describe('Method and path under the base path: GET /orders/{id}'),
      source: z.enum(handlerSources).describe('What answers'),
      model: line().optional().describe('The model or aggregate'),
      op: z.enum(operations).optional().describe('What is done with it'),
      usecase: line().optional().describe('The use case, for source: usecase'),
      custom_operation: line().optional().describe('The function you write, for op: custom'),
      description: text().optional().describe('One line for documentation'),
      filter: names(100).optional().describe('Fields lists can be filtered by; none without it'),
      sort: names(100).optional().describe('Fields lists can be sorted by; none without it'),
      page: short(
        z.strictObject({
          default: z
            .int()
            .min(1)
            .max(10_000)
            .default(50)
            .describe('Rows in a page where the request does not say'),
          max: z.int().min(1).max(10_000).default(200).describe('The most rows a request can have'),
        }),
        { description: 'the default alone', json: [{ type: 'integer' }], expand: wrapAs('default') },
      )
        .optional()
        .describe('How lists are cut into pages'),
      permission: line().optional().describe('The permission a caller needs'),
      context: line().optional().describe('The context it is needed in: store:{store_id}'),
      overrides: z
        .strictObject({
          repo_name: line().optional().describe('The repository'),
          method_name: line().optional().describe('The method of the repository or service'),
          handler_name: line().optional().describe('The handler'),
        })
        .optional()
        .describe('Names that are used instead of the usual ones'),
      middlewares: middlewares.optional().describe('Middlewares of this route alone'),
      rate_limit: rate().optional().describe('How many requests one client may make'),
    }),
  ),
  {
    description: 'source from what is named: usecase, custom_operation, or a model',
    json: [],
    expand: expandHandler,
  },
);

export const api = later(() =>
  z.strictObject({
    base_path: line().optional().describe('What every route starts with; /<service> without it'),
    handlers: z
      .array(handler)
      .max(5000)
      .optional()
      .describe('The routes; full CRUD for everything without it'),
    middlewares: middlewares.optional().describe('Middlewares of every route of the service'),
    rate_limit: rate().optional().describe('How many requests one client may make'),
  }),
);

export const serviceAuth = short(
  later(() =>
    z.strictObject({
      enabled: z.boolean().default(true).describe('Whether callers need a token'),
      mode: z
        .enum(['production', 'development', 'test'])
        .default('production')
        .describe('How tokens are checked'),
      required_scopes: z.array(line()).max(200).default([]).describe('Scopes every token needs'),
    }),
  ),
  { description: '`true` or `false`', json: [{ type: 'boolean' }], expand: wrapAs('enabled') },
);

export const consumer = later(() =>
  z.strictObject({
    event: line().describe('The event: <service>.<event>'),
    handler: line().describe('The use case, or the function you write'),
    retries: z.int().min(0).max(1000).default(5).describe('How often it is tried again'),
    backoff: z
      .string()
      .regex(BACKOFF, 'a time or a span, such as 1s or 1s..5m')
      .default('1s..5m')
      .describe('How long is waited in between: first and longest'),
    dead_letter: z.boolean().default(true).describe('Whether what fails every time is kept aside'),
    concurrency: z.int().min(1).max(10_000).default(1).describe('How many are worked on at once'),
  }),
);

/** Fields, or a model: `Order`, `[Order]`. */
export const usecaseShape = short(z.union([line(), fields()]), {
  description: 'a list of a model is written [Order]',
  json: [{ type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 1 }],
  expand: expandShape,
});
