import * as z from 'zod';
import { wrapAs } from '../expand/lists.ts';
import { expandNotice } from '../expand/service.ts';
import { later } from './later.ts';
import { short } from './short-form.ts';
import { duration, line, listOf, names, setting, text } from './values.ts';

const algorithms = ['EdDSA', 'ES256', 'ES384', 'RS256', 'PS256'] as const;

export const auth = later(() =>
  z.strictObject({
    access_ttl: duration().default('10m').describe('How long an access token is good'),
    refresh_ttl: duration().default('30d').describe('How long a refresh token is good'),
    algorithm: z.enum(algorithms).default('EdDSA').describe('How tokens are signed; keys rotate'),
    external: z
      .strictObject({
        audience: line().optional().describe('The audience of tokens from outside'),
        origins: z.array(line()).max(500).default([]).describe('Origins browsers may call from'),
        clients: z
          .record(
            line(),
            z.strictObject({
              redirect_uris: z.array(line()).max(200).default([]).describe('Where it may be sent back to'),
              secret: setting().optional().describe('Its secret: {env: NAME} or {secret: name}'),
            }),
          )
          .default({})
          .describe('Programs people use'),
      })
      .optional()
      .describe('Callers from outside'),
    internal: z
      .strictObject({
        audience: line().optional().describe('The audience of tokens of services'),
        ttl: duration().default('60s').describe('How long a token of a service is good'),
      })
      .optional()
      .describe('Callers inside: service identities, never accepted from outside'),
  }),
);

export const contexts = z
  .record(
    line(),
    later(() =>
      z.strictObject({
        parent: line().optional().describe('The context this one is inside of'),
        description: text().optional().describe('What it is'),
      }),
    ),
  )
  .default({});

export const permissions = z.record(line(), text()).default({});

export const roles = z
  .record(
    line(),
    later(() =>
      z.strictObject({
        description: text().optional().describe('Who has it'),
        context: line().optional().describe('The context it is held in; global without it'),
        includes: names().default([]).describe('Roles it includes'),
        permissions: names().default([]).describe('Permissions, with `*` for all'),
      }),
    ),
  )
  .default({});

export const messaging = later(() =>
  z.strictObject({
    driver: z
      .enum(['nats', 'memory'])
      .default('nats')
      .describe('The broker; memory is for tests and development'),
    url: setting().optional().describe('Where it is: {env: NATS_URL}'),
    stream: line().optional().describe('The stream; the name of the project without it'),
    retention: duration().default('7d').describe('How long messages are kept'),
    credentials: setting().optional().describe('Its credentials: {env: NAME} or {secret: name}'),
  }),
);

const onOff = <T extends z.ZodType>(schema: T): T =>
  short(schema, {
    description: '`true` or `false`',
    json: [{ type: 'boolean' }],
    expand: wrapAs('enabled'),
  });

export const observability = later(() =>
  z.strictObject({
    logging: z
      .strictObject({
        level: z
          .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
          .default('info')
          .describe('What is logged'),
        format: z.enum(['json', 'pretty', 'text']).default('json').describe('How'),
      })
      .optional()
      .describe('Logs'),
    metrics: onOff(
      z.strictObject({
        enabled: z.boolean().default(true).describe('Whether there are metrics'),
        path: line().default('/metrics').describe('Where they are read'),
      }),
    )
      .optional()
      .describe('Metrics'),
    tracing: onOff(
      z.strictObject({
        enabled: z.boolean().default(true).describe('Whether there are traces'),
        exporter: z.enum(['otlp', 'console', 'none']).default('otlp').describe('Where they go'),
        endpoint: setting().optional().describe('Where the collector is'),
        sample_ratio: z.number().min(0).max(1).default(1).describe('The part that is traced'),
        ui: z.enum(['jaeger', 'tempo', 'zipkin', 'none']).optional().describe('What they are looked at with'),
        headers: z.record(line(), setting()).optional().describe('Headers of the exporter'),
      }),
    )
      .optional()
      .describe('Traces'),
    dashboards: z
      .strictObject({
        grafana: z.boolean().default(false).describe('Dashboards of Grafana'),
        kibana: z.boolean().default(false).describe('Dashboards of Kibana'),
      })
      .optional()
      .describe('Dashboards'),
    errors: z
      .strictObject({
        backend: z
          .enum(['log', 'sentry', 'otlp', 'webhook'])
          .default('log')
          .describe('Where errors are reported'),
        dsn: setting().optional().describe('Its DSN: {env: NAME} or {secret: name}'),
        url: setting().optional().describe('The URL of the webhook'),
      })
      .optional()
      .describe('Errors'),
    watchdog: z
      .strictObject({
        interval: duration().default('15s').describe('How often services are asked'),
        failures: z.int().min(1).max(1000).default(3).describe('After how many failures somebody is told'),
        notify: z
          .array(
            short(
              z
                .strictObject({
                  log: z.literal(true).optional().describe('By a line in the log'),
                  webhook: setting().optional().describe('By a request to a URL'),
                })
                .meta({ one: true }),
              { description: '`log`', json: [{ enum: ['log'] }], expand: expandNotice },
            ),
          )
          .max(50)
          .default([])
          .describe('How somebody is told'),
      })
      .optional()
      .describe('What watches the services'),
    analysis: z
      .strictObject({
        analyzers: listOf(z.array(z.enum(['error_burst', 'latency_shift', 'deploy_correlation'])).max(10))
          .default([])
          .describe('What is looked for'),
      })
      .optional()
      .describe('What looks for patterns'),
  }),
);

export const audit = onOff(
  later(() =>
    z.strictObject({
      enabled: z.boolean().default(true).describe('Whether there is one'),
      retention: duration().default('365d').describe('How long it is kept'),
    }),
  ),
);
