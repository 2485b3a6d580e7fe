import { usageError } from '../../errors.js'
import type { Position } from '../../errors.js'
import type { Environment, Vpc } from '../../manifest/environment.js'
import type { Path } from '../../manifest/source.js'
import { ecsImageParameter } from '../../templates/environment/ec2-capacity.js'
import { usesHostedZone } from '../../templates/environment/dns.js'
import { zonesOf } from '../../templates/environment/vpc.js'
import { existingZones } from './existing-vpc.js'
import type { Account } from '../ports/account.js'
import type { Stack } from '../ports/cloudformation.js'

/** Where a value of the environment's manifest stands. */
export type Locate = (path: Path) => Promise<Position>

interface Choice {
  environment: Environment
  existing: Stack | undefined
  locate: Locate
}

/**
 * Values of the environment stack's parameters that aren't in the manifest. What was chosen at the first deployment is kept: a new zone in
 * the region must never move subnets, nor a new image replace an instance.
 * Throws TooFewZones, ZonesChanged, NoHostedZone, and what is wrong with a VPC that exists (exit 2).
 */
export async function environmentChoices(account: Account, choice: Choice): Promise<Record<string, string>> {
  const { environment, existing } = choice
  const { network, capacity } = environment
  const zones =
    'id' in network.vpc
      ? await existingZones(account, network.vpc, choice.locate)
      : await chosenZones(account, network.vpc, choice)
  return {
    ...Object.fromEntries(zones.map((zone, i) => [`Zone${i}`, zone])),
    ...(network.nat === 'instance' && 'cidr' in network.vpc
      ? { NatAmiId: existing?.parameters['NatAmiId'] ?? (await account.amazonLinux('arm64')) }
      : {}),
    ...(capacity.type === 'ec2' ? { EcsAmi: ecsImageParameter(capacity) } : {}),
    ...(usesHostedZone(environment) ? { HostedZoneId: await hostedZone(account, choice) } : {}),
  }
}

async function chosenZones(account: Account, vpc: Extract<Vpc, { cidr: string }>, choice: Choice): Promise<string[]> {
  const { existing, environment, locate } = choice
  const wanted = zonesOf(vpc).length
  const kept = ['Zone0', 'Zone1', 'Zone2'].flatMap(key => existing?.parameters[key] || [])
  const written = vpc.zones
  if (kept.length > wanted || (written && kept.some((zone, i) => zone !== written[i]))) {
    const path = written ? ['network', 'vpc', 'subnets', 'public'] : ['network', 'zones']
    throw usageError(
      'ZonesChanged',
      `${environment.name} is deployed in ${kept.join(', ')}, and its manifest asks for ${written?.join(', ') ?? wanted}`,
      {
        at: [await locate(path)],
        why: 'subnets that tasks and databases are in can neither move nor be taken away',
        state: 'nothing was changed',
        fix: [written ? 'keep the zones as they are, and add others after them' : `zones: ${kept.length}`],
      },
    )
  }
  if (written) return written
  if (kept.length === wanted) return kept
  const offered = await account.zones()
  const zones = [...kept, ...offered.filter(zone => !kept.includes(zone))].slice(0, wanted)
  if (zones.length === wanted) return zones
  throw usageError(
    'TooFewZones',
    `${environment.name} needs ${wanted} availability zones, and the region offers ${offered.length}`,
    {
      at: [await locate(['network', 'zones'])],
      ...(offered.length > 0 ? { why: offered.join(', ') } : {}),
      state: 'nothing was changed',
      fix: offered.length === 2 ? ['network: {zones: 2}'] : ['choose another region in mm/app.yml'],
    },
  )
}

/** The id that is written, or was found before, or is found now: of the public zone that the domain's name ends with, the longest first. */
async function hostedZone(account: Account, { environment, existing, locate }: Choice): Promise<string> {
  const { domain } = environment
  const known = domain?.hostedZone ?? existing?.parameters['HostedZoneId']
  if (known || !domain) return known ?? ''
  const labels = domain.name.split('.')
  for (let i = 0; i < labels.length - 1; i++) {
    const name = labels.slice(i).join('.')
    const [only, ...more] = await account.hostedZones(name)
    if (only !== undefined && more.length === 0) return only
    if (only !== undefined) {
      throw usageError('ManyHostedZones', `there are ${more.length + 1} hosted zones ${name} in this account`, {
        at: [await locate(['domain'])],
        why: [only, ...more].join(', '),
        state: 'nothing was changed',
        fix: [`domain: {name: ${domain.name}, hosted_zone: ${only}}`],
      })
    }
  }
  throw usageError('NoHostedZone', `no hosted zone of this account holds ${domain.name}`, {
    at: [await locate(['domain'])],
    why: "mm writes the domain's address and the proof for its certificates into Route 53",
    state: 'nothing was changed',
    fix: [
      `aws route53 create-hosted-zone --name ${domain.name} --caller-reference mm, then enter its name servers where ${labels.slice(-2).join('.')} is kept`,
      'or keep the DNS where it is, and give certificates of your own: http.public.certificates and http.private.certificates',
    ],
  })
}
