import { cause, deployCommand, manifestOf, reasonsOf, type Cause, type Evidence, type Recognise } from '../evidence.js'

/**
 * There's no place for a task, or no network. ECS says so in the service's messages, or as the reason of a task that never started.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/failed-to-start-error.html
 */
export const placementCauses: Recognise[] = [quota, subnetFull, noInterface, noInstance, noCapacity]

const said = ({ messages, crashes }: Evidence, pattern: RegExp): string | undefined =>
  messages.find(message => pattern.test(message)) ?? crashes.map(reasonsOf).find(reason => pattern.test(reason))

function quota(evidence: Evidence): Cause | undefined {
  const message = said(
    evidence,
    /reached the limit on the number of|(?<!rate )limit (was )?exceeded|above your limit|vCPU limit|NetworkInterfaceLimitExceeded|maximum number of network interfaces/i,
  )
  if (message === undefined) return undefined
  const ofInterfaces = /network ?interfaces?/i.test(message)
  const what = ofInterfaces ? 'network interfaces' : (/number of ([\w ]+?) (?:that )?you can/i.exec(message)?.[1] ?? 'tasks')
  return cause('QuotaReached', `the account may run no more ${what} in this region`, {
    why: message,
    fix: [
      `ask for more: Service Quotas in the console, ${ofInterfaces ? 'Amazon VPC, "Network interfaces per Region"' : 'AWS Fargate, "Fargate On-Demand vCPU resource count"'}`,
      `or fewer or smaller tasks: count and cpu in ${manifestOf(evidence)}`,
    ],
  })
}

function subnetFull(evidence: Evidence): Cause | undefined {
  const message = said(
    evidence,
    // The last one ends with the subnet; EC2's own reason follows when it's another one.
    /free addresses|insufficient[^.]*\b(ip|address(es)?)\b|InsufficientFreeAddressesInSubnet|public IP assignment enabled in subnet '?[\w-]*'?\.?$/im,
  )
  if (message === undefined) return undefined
  return cause('SubnetFull', `the subnets of ${evidence.service.name} have no address left for another task`, {
    why: message,
    fix: [
      `larger subnets for another environment (network.vpc.cidr can't change in this one), or fewer tasks: count in ${manifestOf(evidence)}`,
    ],
  })
}

/** EC2 makes a task's network interface and attaches it, beside ECS, which waits only so long. */
function noInterface(evidence: Evidence): Cause | undefined {
  const message = said(
    evidence,
    /network interface provision|Unexpected EC2 error while attempting to|(preparing|attach) network interface|failed to configure ENI/i,
  )
  if (message === undefined) return undefined
  return cause('NoNetworkInterface', `a task of ${evidence.service.name} got no network interface from EC2`, {
    why: message,
    fix: [
      `when it names nothing that is denied, try again in some minutes: ${deployCommand(evidence)}`,
      'https://health.aws.amazon.com tells about disturbances',
    ],
  })
}

function noInstance(evidence: Evidence): Cause | undefined {
  const message = said(
    evidence,
    /no container instance met all of its requirements|No Container Instances were found|^(TaskFailedToStart: )?(RESOURCE:|AGENT\b|ATTRIBUTE\b|(NO ACTIVE INSTANCES|EMPTY CAPACITY PROVIDER)\b)/im,
  )
  if (message === undefined) return undefined
  const lacks = /insufficient ([\w ]+?)(?: units)? available|RESOURCE:(\w+)/i.exec(message)
  const what = lacks?.[1] ?? lacks?.[2]
  const silent = /"?AGENT"?\.?$|have the agent connected/.test(message)
  return cause(
    'NoInstance',
    `no instance of the environment has room for a task of ${evidence.service.name}${what ? ` (${what})` : ''}`,
    {
      why: message,
      fix: [
        ...(silent ? ["the nearest one's ECS agent doesn't answer: end that instance, and another takes its place"] : []),
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
