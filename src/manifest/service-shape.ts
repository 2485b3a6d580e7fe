import { posix } from 'node:path'
import { z } from 'zod'
import { responseTime } from './response-time.js'
import { commandShape, containerCheckShape } from './service-container.js'
import { deploymentShape } from './service-deployment.js'
import { countShape } from './service-scaling.js'
import {
  environmentName,
  healthPath,
  logging,
  seconds,
  urlPath,
  variableName,
  variables,
  wholeNumber,
  workloadName,
} from './shapes.js'

const healthcheck = z.strictObject({
  path: healthPath.optional(),
  success_codes: z
    .union([
      z
        .string()
        .regex(/^[2-4]\d\d([,-][2-4]\d\d)*$/, { message: 'it must be codes from 200 to 499, such as 200, 200,301 or 200-299' }),
      wholeNumber(200, 499).transform(String),
    ])
    .optional(),
  healthy_threshold: wholeNumber(2, 10).optional(),
  unhealthy_threshold: wholeNumber(2, 10).optional(),
  interval: seconds(5, 300).optional(),
  timeout: seconds(2, 120).optional(),
  grace_period: seconds(0, 2_147_483_647).optional(),
})

const repositoryPath = z
  .string()
  .refine(value => value !== '' && !posix.isAbsolute(value) && !/^\.\.(\/|$)/.test(posix.normalize(value)), {
    message: 'it must be a path inside the repository, relative to its root',
  })

const build = z.union([
  repositoryPath.transform(dockerfile => ({ dockerfile })),
  z.strictObject({
    dockerfile: repositoryPath.optional(),
    context: repositoryPath.optional(),
    target: z.string().min(1, { message: "it must be the name of one of the Dockerfile's stages" }).optional(),
    args: variables.optional(),
  }),
])

/** Copilot takes Docker's names for the two as well. */
const platform = z
  .enum(['linux/x86_64', 'linux/arm64', 'linux/amd64', 'linux/arm'])
  .transform(name => (name === 'linux/arm64' || name === 'linux/arm' ? ('linux/arm64' as const) : ('linux/x86_64' as const)))

const overridable = {
  http: z
    .strictObject({
      path: urlPath.optional(),
      healthcheck: z.union([healthPath.transform(path => ({ path })), healthcheck]).optional(),
      deregistration_delay: seconds(0, 3600).optional(),
      stickiness: z.boolean().optional(),
    })
    .optional(),
  image: z
    .strictObject({
      build: build.optional(),
      location: z.string().regex(/^\S+$/, { message: 'it must be an image, such as public.ecr.aws/nginx/nginx:1.29' }).optional(),
      port: wholeNumber(1, 65_535).optional(),
      healthcheck: containerCheckShape.optional(),
    })
    .optional(),
  cpu: z.number().optional(),
  memory: z.number().optional(),
  platform: platform.optional(),
  count: countShape.optional(),
  deployment: deploymentShape.optional(),
  exec: z.union([z.boolean(), z.strictObject({ enable: z.boolean() }).transform(({ enable }) => enable)]).optional(),
  entrypoint: commandShape.optional(),
  command: commandShape.optional(),
  variables: variables.optional(),
  database: z
    .union([workloadName.transform(name => ({ name })), z.strictObject({ name: workloadName, as: variableName.optional() })])
    .optional(),
  storage: z.strictObject({ readonly_fs: z.boolean().optional() }).optional(),
  logging: logging.optional(),
  alarms: z
    .strictObject({
      http_5xx: wholeNumber(1, 1_000_000, ' (answers a minute)').optional(),
      response_time: responseTime.optional(),
      cpu_percentage: wholeNumber(1, 100, ' (percent)').optional(),
      memory_percentage: wholeNumber(1, 100, ' (percent)').optional(),
    })
    .optional(),
}

export const serviceShape = z.strictObject({
  name: workloadName,
  type: z.enum(['Load Balanced Web Service', 'Backend Service']),
  ...overridable,
  environments: z.record(environmentName, z.strictObject(overridable)).optional(),
})

/** What a service's manifest says for one environment. */
export type WrittenService = Omit<z.output<typeof serviceShape>, 'environments'>
export type WrittenHealthCheck = z.output<typeof healthcheck>
