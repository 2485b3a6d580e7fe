import { usageError } from '../../errors.js'
import type { Environment, Subnets } from '../../manifest/environment.js'
import type { Path } from '../../manifest/source.js'
import type { Locate } from './environment-choices.js'
import type { Stack } from '../ports/cloudformation.js'

const subnetOutputs: Record<keyof Subnets, string> = {
  public: 'PublicSubnets',
  private: 'PrivateSubnets',
  database: 'DatabaseSubnets',
}

/**
 * Refuses what would pull the ground from under everything that is deployed: another network, or another domain (with it the private zone
 * that backends are found by). Throws FoundationChanged (exit 2).
 */
export async function refuseMove(
  { outputs }: Stack,
  { name, network: { vpc }, domain }: Environment,
  locate: Locate,
): Promise<void> {
  const refuse = async (path: Path, { key, was, is }: { key: string; was: string; is: string }) => {
    throw usageError('FoundationChanged', `${name} is deployed with ${key} ${was}, and its manifest says ${is}`, {
      at: [await locate(path)],
      why: 'everything that is deployed in it depends on that',
      state: 'nothing was changed',
      fix: [`${key}: ${was}`, 'or make a new environment beside it, and move there'],
    })
  }
  const deployed = outputs['VpcCidr'] ?? outputs['VpcId']
  const written = 'cidr' in vpc ? vpc.cidr : vpc.id
  if (deployed !== undefined && deployed !== written) {
    await refuse(['network', 'vpc', 'cidr' in vpc ? 'cidr' : 'id'], {
      key: outputs['VpcCidr'] === undefined ? 'id' : 'cidr',
      was: deployed,
      is: written,
    })
  }
  if ('id' in vpc) {
    for (const [tier, output] of Object.entries(subnetOutputs)) {
      const was = outputs[output]?.split(',') ?? []
      const is = vpc.subnets[tier as keyof Subnets]
      if (was.some((id, i) => id !== is[i])) {
        await refuse(['network', 'vpc', 'subnets'], { key: `subnets.${tier}`, was: was.join(', '), is: is.join(', ') })
      }
    }
  }
  const zone = outputs['ServiceZoneName']?.replace(/^internal\./, '')
  if (zone !== undefined && zone !== domain?.name) {
    await refuse(['domain'], { key: 'domain', was: zone, is: domain?.name ?? 'none' })
  }
}
