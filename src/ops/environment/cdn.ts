import { usageError } from '../../errors.js'
import type { App } from '../../manifest/app.js'
import { cdnTemplate, type CdnEnvironment } from '../../templates/cdn/cdn-template.js'
import { render } from '../../templates/render.js'
import { cdnStackName, stackTags } from '../names.js'
import type { Proposal, Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { withVersion } from '../stack/template-version.js'

export type CdnWorld = Pick<World, 'stacks' | 'cdnStacks' | 'progress' | 'signal' | 'reserve'>

/** The same world, with the stacks of CloudFront's region in the place of the environment's. */
export const inCdnRegion = <W extends CdnWorld>(world: W): W => ({ ...world, stacks: world.cdnStacks })

interface CdnRequest {
  app: App
  environment: CdnEnvironment
  /** Values of the environment stack's parameters. */
  parameters: Record<string, string | undefined>
}

/** What is sent to the stack `<app>-<env>-cdn`, which needs nothing of the environment's but its token. */
export function cdnProposal({ app, environment, parameters }: CdnRequest): Proposal {
  const { HostedZoneId, OriginToken } = parameters
  return {
    stackName: cdnStackName(app.name, environment.name),
    body: withVersion(render(cdnTemplate(environment))),
    parameters: {
      App: app.name,
      Env: environment.name,
      ...(environment.cdn.certificate === undefined ? { HostedZoneId } : {}),
      OriginToken,
    },
    tags: stackTags({ app: app.name, env: environment.name }, app.tags),
  }
}

/**
 * Throws CdnInUse (exit 2) while services answer only to the distribution: without it nobody could call them.
 * @param within every stack of the environment
 */
export function refuseCutOff(within: Stack[], env: string): void {
  const bound = within.flatMap(({ tags, parameters }) => (parameters['OriginToken'] ? (tags['mm:service'] ?? []) : []))
  if (bound.length === 0) return
  throw usageError(
    'CdnInUse',
    `${bound.join(', ')} answer${bound.length === 1 ? 's' : ''} only to the distribution that is to go`,
    {
      why: 'the manifest of the environment has no cdn any more, and they were deployed while it had one',
      state: 'nothing was changed',
      fix: [...bound.map(service => `mm svc deploy ${service} --env ${env}`), `mm env deploy --name ${env}`],
    },
  )
}
