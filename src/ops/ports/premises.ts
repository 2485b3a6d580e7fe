import type { Identity } from './account.js'

/** An image that a registry has. */
export interface StoredImage {
  /** Its manifest, or the index over those of several platforms, as JSON; absent when it wasn't asked for, or isn't known. */
  manifest?: string
}

/** An image in ECR. */
export interface EcrImage {
  repository: string
  tag?: string
  digest?: string
  /** 12 digits, and a region: where they're other ones than the deployment's. */
  account?: string
  region?: string
}

/** An image of any other registry. */
export interface ForeignImage {
  /** Host, and port if it isn't the usual one. */
  registry: string
  repository: string
  /** A tag or a digest. */
  version: string
}

/** What a Dockerfile says about the port and the health of what it makes. */
export interface DockerfileSays {
  /** EXPOSE, in its order. */
  ports: number[]
  /** Of HEALTHCHECK. */
  healthPath?: string
}

export interface TaskRoles {
  /** ARNs. */
  execution?: string
  task?: string
}

/**
 * What a deployment takes for granted, and a preflight asks about. Nothing here changes or reads what is secret, and each question is given up after two
 * attempts of three seconds: it must never be what a deployment waits for.
 */
export interface Premises {
  identity(): Promise<Identity>
  /** How many addresses each of the subnets that exist has left, by its id. */
  freeAddresses(subnets: string[]): Promise<Record<string, number>>
  /** How many vCPUs the account's tasks may have at once on Fargate; undefined when Service Quotas doesn't know. */
  fargateCpus(): Promise<number | undefined>
  /** By its ARN. A deleted one is there for some days more, and can't be read. */
  secret(arn: string): Promise<'there' | 'deleted' | 'missing'>
  /** Whether Parameter Store has it, by its ARN. */
  parameter(arn: string): Promise<boolean>
  /** Of a revision that was deployed. */
  taskRoles(taskDefinition: string): Promise<TaskRoles>
  /** The services that may take on a role, by its ARN; undefined when there's no such role. */
  trusted(roleArn: string): Promise<string[] | undefined>
  /** Undefined when there's no such image. */
  ecrImage(image: EcrImage): Promise<StoredImage | undefined>
  /**
   * As everybody sees it, without a login, which is how ECS sees it. Undefined when there's no such image.
   * @param platforms its index is asked for as well, which Docker Hub counts as a pull
   */
  foreignImage(image: ForeignImage, platforms: boolean): Promise<StoredImage | 'refused' | undefined>
  /** @param dockerfile absolute */
  dockerfile(dockerfile: string, target?: string): Promise<DockerfileSays>
}
