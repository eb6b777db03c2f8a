import * as z from 'zod';
import { wrapAs } from '../expand/lists.ts';
import { anything } from './free.ts';
import { later } from './later.ts';
import { short } from './short-form.ts';
import { count, duration, line, listOf, port, release, setting, text } from './values.ts';

const resources = z.strictObject({
  cpu: count().min(1).optional().describe('CPU: MHz in Nomad, thousandths of a core elsewhere'),
  memory: count().min(1).optional().describe('Memory in MiB'),
});

const traefikRule = z.strictObject({
  rule: line().optional().describe('The rule of the router'),
  priority: z.int().optional().describe('The priority of the router'),
});

const healthCheck = z.strictObject({
  path: line().optional().describe('The path that is asked; /readyz without it'),
  interval: duration().optional().describe('How often'),
  timeout: duration().optional().describe('How long an answer may take'),
});

const environmentOf = () => z.record(line(), setting()).optional().describe('Environment variables');

export const onPlatform = later(() =>
  z.strictObject({
    port: port().optional().describe('The port it listens on'),
    replicas: z.int().min(0).max(10_000).optional().describe('How many run'),
    resources: resources.optional().describe('What each may use'),
    health_check: healthCheck.optional().describe('How it is known to be well'),
    env: environmentOf(),
    traefik: traefikRule.optional().describe('How Traefik finds it'),
    consul: z
      .strictObject({
        service_name: line().optional().describe('Its name in Consul'),
        tags: z.array(line()).max(200).optional().describe('Its tags in Consul'),
      })
      .optional()
      .describe('How Consul knows it'),
  }),
);

export const platforms = ['compose', 'nomad', 'helm'] as const;

export const platformDeployment = later(() =>
  z.strictObject({
    compose: onPlatform.optional().describe('On Docker Compose'),
    nomad: onPlatform.optional().describe('On Nomad'),
    helm: onPlatform.optional().describe('On Kubernetes'),
  }),
);

const database = short(
  later(() =>
    z.strictObject({
      enabled: z.boolean().default(true).describe('Whether it is deployed along'),
      version: release().optional().describe('Its version'),
      url: setting().optional().describe('Where it is, if it is not deployed along'),
    }),
  ),
  { description: '`true` or `false`', json: [{ type: 'boolean' }], expand: wrapAs('enabled') },
);

const infrastructure = later(() =>
  z.strictObject({
    postgres: database.optional().describe('PostgreSQL'),
    mongo: database.optional().describe('MongoDB'),
    nats: database.optional().describe('NATS'),
    traefik: z
      .strictObject({
        enabled: z.boolean().default(true).describe('Whether it is used'),
        version: release().optional().describe('Its version'),
        entrypoint: line().default('web').describe('The entry point routers use'),
        domain: line().default('localhost').describe('The domain of the routers'),
      })
      .optional()
      .describe('Traefik'),
    consul: z
      .strictObject({
        enabled: z.boolean().default(true).describe('Whether it is used'),
        version: release().optional().describe('Its version'),
        address: setting().optional().describe('Where it is'),
        token: setting().optional().describe('The token: {env: NAME} or {secret: name}'),
      })
      .optional()
      .describe('Consul'),
  }),
);

const environment = later(() =>
  z.strictObject({
    replicas: z.int().min(0).max(10_000).optional().describe('How many of each service run'),
    resources: resources.optional().describe('What each may use'),
    env: environmentOf(),
    domain: line().optional().describe('The domain it is reached at'),
    services: z.record(line(), onPlatform).optional().describe('Where a service differs'),
  }),
);

export const deployment = later(() =>
  z.strictObject({
    platforms: listOf(z.array(z.enum(platforms)).max(3))
      .default([])
      .describe('Where the system is deployed to'),
    registry: line().optional().describe('The registry of the images: ghcr.io/acme'),
    registry_auth: z
      .strictObject({
        username: setting().optional().describe('Who enters'),
        password: setting().optional().describe('The password: {env: NAME} or {secret: name}'),
      })
      .optional()
      .describe('How the registry is entered'),
    compose: z
      .strictObject({ project: line().optional().describe('The project; the name of the system without it') })
      .optional()
      .describe('Docker Compose'),
    nomad: z
      .strictObject({
        address: setting().optional().describe('Where Nomad is'),
        token: setting().optional().describe('The token: {env: NAME} or {secret: name}'),
        datacenter: line().default('dc1').describe('The datacenter'),
        namespace: line().default('default').describe('The namespace'),
        driver: z
          .enum(['docker', 'exec', 'raw_exec', 'podman'])
          .default('docker')
          .describe('The task driver'),
        consul_integration: z.boolean().default(false).describe('Whether services are registered in Consul'),
        traefik_integration: z.boolean().default(false).describe('Whether Traefik routes to the services'),
        default_resources: resources.optional().describe('What each service may use'),
      })
      .optional()
      .describe('Nomad'),
    helm: z
      .strictObject({
        namespace: line().optional().describe('The namespace'),
        ingress: z
          .strictObject({
            host: line().optional().describe('The host'),
            class: line().optional().describe('The class of the ingress'),
            tls: z.boolean().default(false).describe('Whether it is encrypted'),
            annotations: z.record(line(), text()).optional().describe('Annotations'),
          })
          .optional()
          .describe('How requests come in'),
        autoscaling: z
          .strictObject({
            min: z.int().min(0).max(10_000).default(1).describe('The fewest that run'),
            max: z.int().min(1).max(10_000).default(10).describe('The most that run'),
            cpu: z.int().min(1).max(100).default(80).describe('Per cent of the CPU that is aimed at'),
          })
          .optional()
          .describe('How many run, by load'),
        values: z.record(line(), anything()).optional().describe('Further values of the chart'),
      })
      .optional()
      .describe('Kubernetes, by Helm'),
    infrastructure: infrastructure.optional().describe('What the services stand on'),
    environments: z.record(line(), environment).default({}).describe('Environments, and where they differ'),
  }),
);
