import { cause, deployCommand, manifestOf, type Cause, type Evidence, type Recognise } from '../evidence.js'

/**
 * There's no place for a task. ECS says so in the service's messages, not in a task's.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
export const placementCauses: Recognise[] = [quota, subnetFull, noInstance, noCapacity]

const said = ({ messages, crashes }: Evidence, pattern: RegExp): string | undefined =>
  messages.find(message => pattern.test(message)) ??
  crashes.map(({ task }) => task.reason ?? '').find(reason => pattern.test(reason))

function quota(evidence: Evidence): Cause | undefined {
  const message = said(evidence, /reached the limit on the number of|limit exceeded|vCPU limit/i)
  if (message === undefined) return undefined
  const what = /number of ([\w ]+?) (?:that )?you can/i.exec(message)?.[1] ?? 'tasks'
  return cause('QuotaReached', `the account may run no more ${what} in this region`, {
    why: message,
    fix: [
      'ask for more: Service Quotas in the console, AWS Fargate, "Fargate On-Demand vCPU resource count"',
      `or fewer or smaller tasks: count and cpu in ${manifestOf(evidence)}`,
    ],
  })
}

function subnetFull(evidence: Evidence): Cause | undefined {
  const message = said(evidence, /free addresses|insufficient.*(ip|address)|InsufficientFreeAddressesInSubnet/i)
  if (message === undefined) return undefined
  return cause('SubnetFull', `the subnets of ${evidence.service.name} have no address left for another task`, {
    why: message,
    fix: [
      `larger subnets for another environment (network.vpc.cidr can't change in this one), or fewer tasks: count in ${manifestOf(evidence)}`,
    ],
  })
}

function noInstance(evidence: Evidence): Cause | undefined {
  const message = said(evidence, /no container instance met all of its requirements|No Container Instances were found/i)
  if (message === undefined) return undefined
  const lacks = /insufficient ([\w ]+?)(?: units)? available/i.exec(message)?.[1]
  return cause(
    'NoInstance',
    `no instance of the environment has room for a task of ${evidence.service.name}${lacks ? ` (${lacks})` : ''}`,
    {
      why: message,
      fix: [
        `more or larger instances: capacity in the manifest of ${evidence.env}`,
        `or smaller tasks: cpu and memory in ${manifestOf(evidence)}`,
      ],
    },
  )
}

function noCapacity(evidence: Evidence): Cause | undefined {
  const message = said(evidence, /Capacity is unavailable/i)
  if (message === undefined) return undefined
  return cause('NoCapacity', 'AWS Fargate has no capacity free in these zones just now', {
    why: message,
    fix: [
      `try again in some minutes: ${deployCommand(evidence)}`,
      `or the other platform, whose capacity is another: platform in ${manifestOf(evidence)}`,
    ],
  })
}
