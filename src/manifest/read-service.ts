import { posix } from 'node:path'
import { z } from 'zod'
import { checkShape, name as keyName } from './check.js'
import { fargateProblem } from './fargate.js'
import { forEnvironment } from './merge.js'
import type { HealthCheck, ImageSource, Service } from './service.js'
import { defaultRetention, logging, seconds, urlPath, variables, wholeNumber, workloadName } from './shapes.js'
import { parseYaml, refuse, type Path, type Problem, type Source } from './source.js'

const healthcheck = z.strictObject({
  path: urlPath.optional(),
  success_codes: z
    .union([
      z.string().regex(/^\d{3}([,-]\d{3})*$/, { message: 'it must be codes such as 200, 200,301 or 200-299' }),
      z.number().int().transform(String),
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
  .refine(value => value !== '' && !posix.isAbsolute(value) && !posix.normalize(value).startsWith('..'), {
    message: 'it must be a path inside the repository, relative to its root',
  })

const overridable = {
  http: z
    .strictObject({
      path: urlPath.optional(),
      healthcheck: z.union([urlPath.transform(path => ({ path })), healthcheck]).optional(),
      deregistration_delay: seconds(0, 3600).optional(),
    })
    .optional(),
  image: z
    .strictObject({
      build: z
        .union([
          repositoryPath.transform(dockerfile => ({ dockerfile })),
          z.strictObject({
            dockerfile: repositoryPath.optional(),
            context: repositoryPath.optional(),
            target: z.string().optional(),
            args: variables.optional(),
          }),
        ])
        .optional(),
      location: z.string().min(1).optional(),
      port: wholeNumber(1, 65_535).optional(),
    })
    .optional(),
  cpu: z.number().optional(),
  memory: z.number().optional(),
  platform: z.enum(['linux/x86_64', 'linux/arm64']).optional(),
  count: wholeNumber(0, 5000).optional(),
  variables: variables.optional(),
  database: z
    .union([
      workloadName.transform(name => ({ name })),
      z.strictObject({
        name: workloadName,
        as: z
          .string()
          .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
          .optional(),
      }),
    ])
    .optional(),
  storage: z.strictObject({ readonly_fs: z.boolean().optional() }).optional(),
  logging: logging.optional(),
}

const shape = z.strictObject({
  name: workloadName,
  type: z.enum(['Load Balanced Web Service', 'Backend Service']),
  ...overridable,
  environments: z.record(z.string(), z.strictObject(overridable)).optional(),
})

const keys =
  'name type http path healthcheck success_codes healthy_threshold unhealthy_threshold interval timeout grace_period deregistration_delay image build dockerfile context target args location port cpu memory platform count variables database as storage readonly_fs logging retention environments'.split(
    ' ',
  )

type Written = Omit<z.output<typeof shape>, 'environments'>

/** A service as its manifest describes it for one environment. Throws BadYaml or BadManifest (exit 2) with every problem. */
export function readService(source: Source, environment: string): Service {
  const parsed = parseYaml(source)
  const whole = checkShape(shape, parsed, keys)
  const written = forEnvironment(whole, environment)
  const service = withDefaults(written)
  // A value that an environment sets is shown where it's set.
  const overridden = (path: Path) =>
    has(whole.environments?.[environment], path) ? ['environments', environment, ...path] : path
  refuse(
    parsed,
    problems(written, service).map(problem => ({ ...problem, path: overridden(problem.path) })),
  )
  return service
}

function withDefaults(written: Written): Service {
  const isPublic = written.type === 'Load Balanced Web Service'
  const http = written.http ?? (isPublic ? {} : undefined)
  return {
    name: written.name,
    type: written.type,
    image: imageSource(written),
    port: written.image?.port ?? 0,
    ...(http
      ? {
          http: {
            path: http.path ?? '/',
            healthcheck: healthCheck(http.healthcheck),
            deregistrationDelay: http.deregistration_delay ?? 10,
          },
        }
      : {}),
    cpu: written.cpu ?? 256,
    memory: written.memory ?? 512,
    platform: written.platform ?? 'linux/x86_64',
    count: written.count ?? 1,
    variables: written.variables ?? {},
    ...(written.database
      ? {
          database: {
            name: written.database.name,
            as: ('as' in written.database ? written.database.as : undefined) ?? 'MONGODB_URI',
          },
        }
      : {}),
    storage: { readonlyFs: written.storage?.readonly_fs ?? false },
    logging: { retention: written.logging?.retention ?? defaultRetention },
  }
}

/** The build context is the Dockerfile's folder unless it's given, as in Copilot. */
function imageSource({ name, image }: Written): ImageSource {
  if (image?.location !== undefined) return { location: image.location }
  const build: {
    dockerfile?: string | undefined
    context?: string | undefined
    target?: string | undefined
    args?: Record<string, string> | undefined
  } = image?.build ?? {}
  const dockerfile = build.dockerfile ?? posix.join(build.context ?? name, 'Dockerfile')
  return {
    build: {
      dockerfile,
      context: build.context ?? posix.dirname(dockerfile),
      ...(build.target === undefined ? {} : { target: build.target }),
      args: build.args ?? {},
    },
  }
}

type WrittenHealthCheck = NonNullable<NonNullable<Written['http']>['healthcheck']>

function healthCheck(written: WrittenHealthCheck | undefined): HealthCheck {
  const given: z.output<typeof healthcheck> = written ?? {}
  return {
    path: given.path ?? '/',
    successCodes: given.success_codes ?? '200',
    healthyThreshold: given.healthy_threshold ?? 2,
    unhealthyThreshold: given.unhealthy_threshold ?? 3,
    interval: given.interval ?? 10,
    timeout: given.timeout ?? 5,
    gracePeriod: given.grace_period ?? 60,
  }
}

/** What only the whole manifest can tell. */
function problems(written: Written, service: Service): Problem[] {
  const found: Problem[] = []
  if (written.image?.build !== undefined && written.image.location !== undefined) {
    found.push({
      path: ['image', 'location'],
      what: 'image.build and image.location exclude each other',
      fix: 'keep one of them',
    })
  }
  if (written.image?.port === undefined) {
    found.push({
      path: ['image'],
      what: `${keyName(['image', 'port'])} is missing`,
      fix: 'image: {port: 3000}, the port that the application listens on',
    })
  }
  const sizes = fargateProblem(service)
  if (sizes) found.push({ path: written.memory === undefined ? ['cpu'] : ['memory'], ...sizes })
  const check = service.http?.healthcheck
  if (check && check.timeout >= check.interval) {
    found.push({
      path: ['http', 'healthcheck', 'timeout'],
      what: `http.healthcheck.timeout (${check.timeout}s) must be shorter than the interval (${check.interval}s)`,
      fix: `timeout: ${Math.max(2, check.interval - 1)}s`,
    })
  }
  return found
}

function has(value: unknown, path: Path): boolean {
  return (
    path.reduce<unknown>(
      (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[String(key)] : undefined),
      value,
    ) !== undefined
  )
}
