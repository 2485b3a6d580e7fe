import { networkProblems } from './network-problems.js'
import type { Problem } from './source.js'
import { valueAt } from './value.js'

/** What only several keys of an environment's manifest together can tell. Values may still have a wrong type. */
export function environmentProblems(data: unknown): Problem[] {
  return [
    ...networkProblems(data),

    ...egressProblems(data),
    ...capacityProblems(data),
    ...cdnProblems(data),
    ...domainProblems(data),
  ]
}

function egressProblems(data: unknown): Problem[] {
  if (valueAt(data, ['network', 'nat']) !== 'none' || valueAt(data, ['network', 'endpoints']) !== false) return []
  return [
    {
      path: ['network', 'endpoints'],
      what: 'network.endpoints is false and network.nat is none: tasks in private subnets could neither pull their image nor write a log',
      fix: 'endpoints: true',
    },
  ]
}

function capacityProblems(data: unknown): Problem[] {
  const capacity = valueAt(data, ['capacity'])
  const ec2 = capacity === 'ec2' || valueAt(capacity, ['type']) === 'ec2'
  if (!ec2) {
    return ['instance', 'min', 'max']
      .filter(key => valueAt(capacity, [key]) !== undefined)
      .map(key => ({
        path: ['capacity', key],
        what: `capacity.${key} is about EC2 instances, and the capacity is Fargate`,
        fix: 'type: ec2',
      }))
  }
  const [min, max] = [valueAt(capacity, ['min']) ?? 2, valueAt(capacity, ['max']) ?? 6]
  return [
    ...(typeof min === 'number' && typeof max === 'number' && min > max
      ? [{ path: ['capacity', 'min'], what: `capacity.min is ${min}, more than max (${max})`, fix: `max: ${min}` }]
      : []),
    ...(valueAt(data, ['network', 'frontend']) === 'public'
      ? [
          {
            // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html
            path: ['network', 'frontend'],
            what: 'network.frontend is public, and tasks on EC2 instances get no public address',
            fix: 'frontend: private',
          },
        ]
      : []),
  ]
}

function domainProblems(data: unknown): Problem[] {
  if (valueAt(data, ['domain']) !== undefined) return []
  return [
    ['http', 'public', 'certificates'],
    ['http', 'private', 'certificates'],
    ['http', 'public', 'redirect'],
  ]
    .filter(path => valueAt(data, path) !== undefined)
    .map(path => ({
      path,
      what: `${path.join('.')} is given without a domain: HTTPS needs a name`,
      fix: 'domain: shop.example.com',
    }))
}

/** The distribution's address and origin are names of the domain, and nobody but it may call the load balancer. */
function cdnProblems(data: unknown): Problem[] {
  const cdn = valueAt(data, ['cdn'])
  if (cdn === undefined || cdn === false) return []
  return [
    ...(valueAt(data, ['domain']) === undefined
      ? [
          {
            path: ['cdn'],
            what: 'cdn is given without a domain: the distribution answers at one',
            fix: 'domain: shop.example.com',
          },
        ]
      : []),
    ...[
      ['http', 'public', 'ingress', 'source_ips'],
      ['http', 'public', 'redirect'],
    ]
      .filter(path => valueAt(data, path) !== undefined)
      .map(path => ({
        path,
        what: `${path.join('.')} is about who calls the load balancer, and with cdn that's the distribution alone`,
        fix: `remove ${path.at(-1)}`,
      })),
  ]
}
