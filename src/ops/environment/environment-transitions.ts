import { usageError } from '../../errors.js'
import type { Environment } from '../../manifest/environment.js'
import { hasCdn } from '../../templates/cdn/cdn-template.js'
import { refuseCutOff } from './cdn.js'
import type { Locate } from './environment-choices.js'
import type { Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'

interface Transition {
  /** The environment's stack as it's deployed. */
  existing: Stack
  environment: Environment
  app: string
  locate: Locate
}

/**
 * Refuses a change that services must be deployed for first: done at once it would cut them off, or AWS would take it back.
 * Throws CdnInUse, CdnTooEarly or CapacityInUse (exit 2).
 */
export async function refuseTransition(world: Pick<World, 'stacks'>, transition: Transition): Promise<void> {
  const { existing, environment, app, locate } = transition
  const { outputs } = existing
  const leavesCdn = outputs['OriginToken'] !== undefined && !hasCdn(environment)
  const leavesInstances = outputs['CapacityProvider'] !== undefined && environment.capacity.type !== 'ec2'
  const jumpsToCdn = outputs['ServiceZoneName'] === undefined && hasCdn(environment)
  if (!leavesCdn && !leavesInstances && !jumpsToCdn) return

  const within = (await world.stacks.list({ 'mm:app': app, 'mm:env': environment.name })).filter(({ tags }) => tags['mm:service'])
  if (leavesCdn) refuseCutOff(within, environment.name)
  const services = (bound: (stack: Stack) => boolean) => within.filter(bound).map(({ tags }) => tags['mm:service'] ?? '')
  if (leavesInstances)
    refuseIdle(
      services(({ parameters }) => Boolean(parameters['CapacityProvider'])),
      environment.name,
    )
  if (jumpsToCdn && within.length > 0) {
    throw usageError(
      'CdnTooEarly',
      `${environment.name} gets its domain and its distribution at once, and services are deployed in it`,
      {
        at: [await locate(['cdn'])],
        why: 'they answer over HTTP until they are deployed again, and the distribution asks by HTTPS only',
        state: 'nothing was changed',
        fix: ['remove cdn, deploy the environment and then its services, and add cdn after that'],
      },
    )
  }
}

/** A provider that a service still asks for can't leave the cluster. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/delete-capacity-provider.html */
function refuseIdle(services: string[], env: string): void {
  if (services.length === 0) return
  throw usageError(
    'CapacityInUse',
    `${services.join(', ')} still run${services.length === 1 ? 's' : ''} on the instances that are to go`,
    {
      state: 'nothing was changed',
      fix: [...services.map(service => `mm svc deploy ${service} --env ${env}`), `mm env deploy --name ${env}`],
    },
  )
}
