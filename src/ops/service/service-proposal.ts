import { join } from 'node:path'
import type { App } from '../../manifest/app.js'
import type { Database } from '../../manifest/database.js'
import type { Environment } from '../../manifest/environment.js'
import type { Service } from '../../manifest/service.js'
import { logicalName } from '../../templates/cfn.js'
import { render } from '../../templates/render.js'
import { serviceParameters } from '../../templates/service/service-parameters.js'
import { serviceTemplate } from '../../templates/service/service-template.js'
import { roleFor } from '../environment/deployment-role.js'
import type { Recipe } from '../image/image-tag.js'
import { stackTags, workloadStackName } from '../names.js'
import type { Proposal, Stack } from '../ports/cloudformation.js'
import type { SourceState } from '../ports/repository.js'
import type { World } from '../ports/world.js'
import type { Image, Repository } from '../image/find-image.js'
import type { ImageRequest } from '../image/publish-image.js'
import { withVersion } from '../stack/template-version.js'

type Origin = Pick<ImageRequest, 'repository' | 'source' | 'deployed' | 'rebuilds' | 'found'>
type Build = Extract<Service['image'], { build: unknown }>['build']

export interface ServiceRequest {
  app: App
  environment: Environment
  service: Service
  /** Backend Services of the repository that take requests: the frontend gets each one's URL. */
  backends: string[]
  /** The one that the service uses, as its manifest says. */
  database?: Database | undefined
  /** The repository's root, absolute. */
  root: string
}

/** What isn't in the manifests. A part that is absent isn't known; the parameters that come from it are empty. */
export interface ServiceParts {
  image?: Image | undefined
  environment?: Stack | undefined
  database?: Stack | undefined
  shared?: Stack | undefined
}

/** What a deployment of the service sends. */
export function serviceProposal(request: ServiceRequest, { image, environment, database, shared }: ServiceParts): Proposal {
  const { app, service } = request
  const env = request.environment.name
  const roleArn = app.deploymentRoles && roleFor(shared, env)
  return {
    stackName: workloadStackName(app.name, env, service.name),
    body: withVersion(render(serviceTemplate(service, request))),
    parameters: serviceParameters(service, request, {
      app: app.name,
      env,
      image: image?.reference ?? '',
      ...(image?.repositoryArn === undefined ? {} : { repositoryArn: image.repositoryArn }),
      environment: environment?.outputs ?? {},
      ...(database ? { database: database.outputs } : {}),
    }),
    tags: stackTags({ app: app.name, env, service: service.name }, app.tags),
    ...(roleArn === undefined ? {} : { roleArn }),
  }
}

/** The service's image repository, as the stack `<app>-shared` names it; undefined when it has none for the service yet. */
export function repositoryOf(shared: Stack | undefined, service: string): Repository | undefined {
  const name = logicalName(service)
  const {
    [`${name}RepositoryUri`]: uri,
    [`${name}RepositoryName`]: repository = '',
    [`${name}RepositoryArn`]: arn = '',
  } = shared?.outputs ?? {}
  return uri ? { uri, name: repository, arn } : undefined
}

/**
 * The state of what the image is built from: its context, and the Dockerfile, which may lie outside of it. When there are files in it that no commit tells of,
 * another commit of the same tree needn't have them: it has no tree then. mm's own records don't count: they make no other program.
 */
export async function sourceOf({ git }: Pick<World, 'git'>, { root }: ServiceRequest, build: Build): Promise<SourceState> {
  const [context, dockerfile] = [join(root, build.context), join(root, build.dockerfile)]
  const [{ tree, ...state }, sent] = await Promise.all([
    git.state(context, [dockerfile, `${dockerfile}.dockerignore`, join(context, '.dockerignore')]),
    git.ignoredButSent(context, dockerfile),
  ])
  const ignored = sent.filter(path => path !== '.mm/')
  const records = ignored.length < sent.length ? { withRecords: true } : {}
  if (ignored.length > 0) return { ...state, ignored, ...records }
  return { ...state, ...(tree === undefined ? {} : { tree }), ...records }
}

export const recipeOf = ({ service }: ServiceRequest, build: Build): Recipe => ({ ...build, platform: service.platform })

export function imageRequest(
  request: ServiceRequest,
  build: Build,
  { repository, source, deployed, rebuilds, found }: Origin,
): ImageRequest {
  const { service, root } = request
  return {
    name: service.name,
    context: join(root, build.context),
    dockerfile: join(root, build.dockerfile),
    ...(build.target === undefined ? {} : { target: build.target }),
    args: build.args,
    platform: service.platform,
    repository,
    source,
    deployed,
    rebuilds,
    found,
    recipe: recipeOf(request, build),
  }
}

/** The folder that the image is built from, absolute; undefined for an image of another registry. */
export const contextOf = ({ root, service }: Pick<ServiceRequest, 'root' | 'service'>): string | undefined =>
  'build' in service.image ? join(root, service.image.build.context) : undefined
