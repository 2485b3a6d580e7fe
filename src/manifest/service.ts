import type { ContainerCheck } from './service-container.js'
import type { Deployment } from './service-deployment.js'
import type { Scaling } from './service-scaling.js'

export type ServiceType = 'Load Balanced Web Service' | 'Backend Service'

export type Platform = 'linux/x86_64' | 'linux/arm64'

/** Where the image comes from: a Dockerfile of the repository, or another registry. */
export type ImageSource =
  | {
      build: {
        /** Relative to the repository's root, with `/`. */
        dockerfile: string
        /** Build context, relative to the repository's root; `.` is the root. */
        context: string
        target?: string
        args: Record<string, string>
      }
    }
  | { location: string }

/** The balancer's health check; intervals and time-outs in whole seconds. */
export interface HealthCheck {
  path: string
  /** As the load balancer takes it: `200`, `200,301`, `200-299`. */
  successCodes: string
  healthyThreshold: number
  unhealthyThreshold: number
  interval: number
  timeout: number
  /** How long after a task's start failed checks are ignored. */
  gracePeriod: number
}

/** `mm/<name>/manifest.yml` of a service, resolved for one environment: defaults <- manifest <- `environments.<env>`. */
export interface Service {
  name: string
  type: ServiceType
  image: ImageSource
  /** The port that the container listens on. */
  port: number
  /** In the place of the image's own; absent: the image's. */
  entrypoint?: string[]
  command?: string[]
  /** Run inside the container by ECS, beside the balancer's. */
  containerCheck?: ContainerCheck
  /** Undefined: a Backend Service that takes no requests. */
  http?: {
    /** Path prefix on the balancer, e.g. `/` or `/api`. */
    path: string
    healthcheck: HealthCheck
    /** Seconds that the balancer lets requests finish before a stopping task is removed. */
    deregistrationDelay: number
    /** A caller with the balancer's cookie stays with one task. */
    stickiness: boolean
  }
  /** CPU units: 256 is a quarter of a vCPU. */
  cpu: number
  /** MiB. */
  memory: number
  platform: Platform
  /** Number of tasks; of a service that scales by itself the least. */
  count: number
  scaling?: Scaling
  deployment: Deployment
  /** People may run commands in its tasks (ECS Exec). */
  exec: boolean
  variables: Record<string, string>
  /** The database whose connection string the container gets, and the variable's name. */
  database?: { name: string; as: string }
  storage: { readonlyFs: boolean }
  logging: {
    /** Days. */
    retention: number
  }
  /** Above which someone is told. */
  alarms: {
    /** Answers with 5xx a minute. */
    http5xx: number
    /** Seconds within which 99 of 100 requests are answered. */
    responseTime: number
    /** Percent. */
    cpu: number
    memory: number
  }
}
