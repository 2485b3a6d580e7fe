import { notFoundError } from '../../errors.js'
import { resourcesIn } from '../../templates/resources-in.js'
import { databaseProposalOf, type DatabaseRequest } from '../database/database-proposal.js'
import type { Declared } from '../declared-stacks.js'
import type { Allowed } from '../stack/propose-stack.js'
import { planDatabase } from '../database/deploy-database.js'
import { planEnvironment } from '../environment/deploy-environment.js'
import { planService, type ServiceDeploymentRequest } from '../service/deploy-service.js'
import { environmentProposalsOffline } from '../environment/environment-proposals.js'
import { cdnStackName, sharedStackName } from '../names.js'
import type { Planned } from '../stack/planned.js'
import { proposalCost } from '../stack/proposal-cost.js'
import type { ChangeSet, Proposal } from '../ports/cloudformation.js'
import { repositoryOf, serviceProposal, type ServiceRequest } from '../service/service-proposal.js'
import type { Part, PartResult } from './part.js'

export interface Choices
  extends
    Allowed,
    Partial<Pick<ServiceDeploymentRequest, 'allowUncommitted' | 'failFast' | 'rebuilds'>>,
    Pick<DatabaseRequest, 'renewInstances'> {
  /** Names of services, databases and environments; none: all of them. */
  only: string[]
}

/**
 * The parts of each of the environments, which come one after the other. Throws NoSuchPart (exit 5) for a name in `only` that none of them has.
 * @param declared in the order in which they're deployed
 */
export function partsOfAll(declared: Declared[], choices: Choices): Part[][] {
  const all: Part[][] = []
  for (const each of declared)
    all.push(
      partsOf(
        each,
        choices,
        all.flat().filter(({ kind }) => kind === 'environment'),
      ),
    )
  const names = [...new Set(all.flat().map(({ name }) => name))]
  const unknown = choices.only.find(name => !names.includes(name))
  if (unknown !== undefined) {
    throw notFoundError('NoSuchPart', `there is nothing called ${unknown} to deploy`, {
      why: `there are: ${names.join(', ')}`,
      fix: names.map(name => `--only ${name}`),
    })
  }
  return all.map(parts => chosen(parts, choices.only))
}

/**
 * The parts of an environment in an order in which they can be deployed: the environment, its databases, services that others call, those others.
 * A service that calls others by URL needs them, since it's they that must know the requests of its new revision first.
 * @param after the environments that are deployed before it
 */
function partsOf({ environment, databases, services }: Declared, choices: Choices, after: Part[]): Part[] {
  const {
    allowUncommitted = false,
    failFast = true,
    rebuilds,
    renewInstances,
    allowReplace = [],
    allowDowngrade = false,
    revertDrift = false,
  } = choices
  const allowed = { allowReplace, allowDowngrade, revertDrift }
  const env = environment.environment.name
  const offline = environmentProposalsOffline(environment)
  // Also one that is to go.
  const cdn = environment.environment.domain ? [cdnStackName(environment.app.name, env)] : []
  const own: Part = {
    ...{ name: env, kind: 'environment', environment: env, stack: offline.own.stackName, needs: [], after },
    stacks: [offline.shared.stackName, offline.own.stackName, ...cdn],
    cdnStacks: cdn,
    ready: async () => true,
    async plan(world, approve) {
      const planned = await planEnvironment(world, { ...environment, ...allowed }, approve)
      return resulting(planned, result => ({
        ...result,
        notes: result.redeploy.map(service => `${service} is to be deployed again`),
      }))
    },
    foresee: () => Promise.all([offline.shared, offline.own, ...(offline.cdn ? [offline.cdn] : [])].map(creation)),
  }
  const data = databases.map((request): Part => {
    const proposal = databaseProposalOf(request, {})
    return {
      ...{ name: request.database.name, kind: 'database', environment: env, stack: proposal.stackName, needs: [own], after: [] },
      stacks: [proposal.stackName],
      cdnStacks: [],
      ready: async () => true,
      plan: world => planDatabase(world, { ...request, ...allowed, ...(renewInstances === undefined ? {} : { renewInstances }) }),
      foresee: async () => [await creation(proposal)],
    }
  })
  const serving: Part[] = []
  for (const request of callersLast(services)) {
    const { service } = request
    const { stackName } = serviceProposal(request, {})
    const called = service.type === 'Load Balanced Web Service' ? request.backends : []
    serving.push({
      ...{ name: service.name, kind: 'service', environment: env, stack: stackName, after: [] },
      stacks: [stackName],
      cdnStacks: [],
      needs: [
        own,
        ...data.filter(({ name }) => name === service.database?.name),
        ...serving.filter(({ name }) => called.includes(name)),
      ],
      ready: async world =>
        'location' in service.image ||
        repositoryOf(await world.stacks.find(sharedStackName(request.app.name)), service.name) !== undefined,
      plan: (world, approve) => planService(world, { ...request, ...allowed, allowUncommitted, failFast, rebuilds }, approve),
      foresee: async () => [await creation(serviceProposal(request, {}))],
    })
  }
  return [own, ...data, ...serving]
}

const callersLast = (services: ServiceRequest[]) =>
  [...services].sort((a, b) => a.service.type.localeCompare(b.service.type) || a.service.name.localeCompare(b.service.name))

/** What isn't chosen counts as being as it is. */
function chosen(parts: Part[], only: string[]): Part[] {
  if (only.length === 0) return parts
  const kept = parts.filter(({ name }) => only.includes(name))
  return kept.map(part => Object.assign(part, { needs: part.needs.filter(need => kept.includes(need)) }))
}

/** What a stack's first deployment makes. */
async function creation(proposal: Proposal): Promise<ChangeSet> {
  const cost = await proposalCost(proposal)
  return {
    ...{ stackName: proposal.stackName, stackId: '', id: '', kind: 'create' },
    changes: resourcesIn(proposal.body).map(each => ({ ...each, action: 'create', conditional: false, properties: [] })),
    ...(cost ? { cost } : {}),
  }
}

const resulting = <T, R extends PartResult>(planned: Planned<T>, result: (value: T) => R): Planned<R> => ({
  ...planned,
  apply: async () => result(await planned.apply()),
})
