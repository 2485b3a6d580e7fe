import { posix } from 'node:path'
import { check } from './check.js'
import { serviceProblems } from './service-problems.js'
import { serviceShape, type WrittenHealthCheck, type WrittenService } from './service-shape.js'
import { serviceVocabulary } from './service-vocabulary.js'
import { defaultInterval, defaultRetention, defaultTimeout } from './shapes.js'
import type { HealthCheck, ImageSource, Service } from './service.js'
import type { Source } from './source.js'

/** A service as its manifest describes it for one environment. Throws BadYaml or BadManifest (exit 2) with every problem. */
export function readService(source: Source, environment: string): Service {
  const kind = { shape: serviceShape, vocabulary: serviceVocabulary, together: serviceProblems }
  return withDefaults(check(source, kind, environment))
}

function withDefaults(written: WrittenService): Service {
  const http = written.http ?? (written.type === 'Load Balanced Web Service' ? {} : undefined)
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
    ...(written.database ? { database: databaseOf(written.database) } : {}),
    storage: { readonlyFs: written.storage?.readonly_fs ?? false },
    logging: { retention: written.logging?.retention ?? defaultRetention },
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
