import { inPublicSubnets } from '../../templates/service/placement.js'
import { additionalTasks, type Check } from './check.js'

/**
 * Every task takes an address of one of its subnets, over which ECS spreads them.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html
 */
export const addresses: Check = async ({ premises }, intended) => {
  const needed = additionalTasks(intended)
  const { service, environment } = intended.request
  const kind = inPublicSubnets(service, environment) ? 'PublicSubnets' : 'PrivateSubnets'
  const subnets = intended.environment.outputs[kind]?.split(',') ?? []
  if (needed === 0 || subnets.length === 0) return []
  const left = await premises.freeAddresses(subnets)
  const gone = subnets.filter(id => left[id] === undefined)
  if (gone.length > 0) {
    return [
      {
        kind: 'wrong for new tasks',
        what: `${gone.join(', ')} isn't there any more`,
        why: `the tasks of ${service.name} run in the subnets that the stack ${intended.environment.name} puts out`,
        fix: [`mm env diff --name ${environment.name}`],
      },
    ]
  }
  const free = Object.values(left).reduce((sum, each) => sum + each, 0)
  if (free >= needed) return []
  return [
    {
      kind: 'wrong for new tasks',
      what: `the subnets of ${service.name} have too few addresses left`,
      why: `${needed} ${needed === 1 ? 'is' : 'are'} needed for new tasks, and ${free} left: ${subnets.map(id => `${left[id]} in ${id}`).join(', ')}`,
      fix: [`fewer tasks, here or beside it: count in mm/${service.name}/manifest.yml`],
    },
  ]
}
