import { posix } from 'node:path'
import { check } from './check.js'
import { containerCheckOf } from './service-container.js'
import { deploymentOf } from './service-deployment.js'
import { serviceProblems } from './service-problems.js'
import { countOf } from './service-scaling.js'
import { serviceShape, type WrittenHealthCheck, type WrittenService } from './service-shape.js'
import { serviceVocabulary } from './service-vocabulary.js'
import { defaultInterval, defaultRetention, defaultTimeout } from './shapes.js'
import type { HealthCheck, ImageSource, Platform, Service } from './service.js'
import type { Source } from './source.js'

/**
 * A service as its manifest describes it for one environment. Throws BadYaml or BadManifest (exit 2) with every problem.
 * @param platform what the environment runs, of a manifest that doesn't say
 */
export function readService(source: Source, environment: string, platform: Platform = 'linux/x86_64'): Service {
  const kind = { shape: serviceShape, vocabulary: serviceVocabulary, together: serviceProblems }
  return withDefaults(check(source, kind, environment), platform)
}

function withDefaults(written: WrittenService, platform: Platform): Service {
  const http = written.http ?? (written.type === 'Load Balanced Web Service' ? {} : undefined)
  return {
    name: written.name,
    type: written.type,
    image: imageSource(written),
    port: written.image?.port ?? 0,
    ...(written.entrypoint ? { entrypoint: written.entrypoint } : {}),
    ...(written.command ? { command: written.command } : {}),
    ...(written.image?.healthcheck ? { containerCheck: containerCheckOf(written.image.healthcheck) } : {}),
    ...(http
      ? {
          http: {
            path: http.path ?? '/',
            healthcheck: healthCheck(http.healthcheck),
            deregistrationDelay: http.deregistration_delay ?? 10,
            stickiness: http.stickiness ?? false,
          },
        }
      : {}),
    cpu: written.cpu ?? 256,
    memory: written.memory ?? 512,
    platform: written.platform ?? platform,
    ...countOf(written.count),
    deployment: deploymentOf(written.deployment),
    exec: written.exec ?? false,
    variables: written.variables ?? {},
    ...(written.database ? { database: databaseOf(written.database) } : {}),
    storage: { readonlyFs: written.storage?.readonly_fs ?? false },
    logging: { retention: written.logging?.retention ?? defaultRetention },
    alarms: {
      http5xx: written.alarms?.http_5xx ?? 10,
      responseTime: written.alarms?.response_time ?? 2,
      cpu: written.alarms?.cpu_percentage ?? 85,
      memory: written.alarms?.memory_percentage ?? 85,
    },
  }
}

/** The build context is the Dockerfile's folder unless it's given, as in Copilot. */
function imageSource({ name, image }: WrittenService): ImageSource {
  if (image?.location !== undefined) return { location: image.location }
  const build: Exclude<NonNullable<WrittenService['image']>['build'], undefined | { dockerfile: string }> = image?.build ?? {}
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

function databaseOf(written: { name: string; as?: string | undefined }): NonNullable<Service['database']> {
  return { name: written.name, as: written.as ?? 'MONGODB_URI' }
}

function healthCheck(written: WrittenHealthCheck = {}): HealthCheck {
  return {
    path: written.path ?? '/',
    successCodes: written.success_codes ?? '200',
    healthyThreshold: written.healthy_threshold ?? 2,
    unhealthyThreshold: written.unhealthy_threshold ?? 3,
    interval: written.interval ?? defaultInterval,
    timeout: written.timeout ?? defaultTimeout,
    gracePeriod: written.grace_period ?? 60,
  }
}
