import { z } from 'zod'
import { check } from './check.js'
import type { Environment } from './environment.js'
import { environmentName } from './shapes.js'
import type { Source } from './source.js'
import type { Vocabulary } from './vocabulary.js'

const cidr = z.string().refine(isNetwork, {
  message: 'it must be a private IPv4 range from /16 to /20 whose address is its first, such as 10.0.0.0/16',
})

const shape = z.strictObject({
  name: environmentName,
  type: z.literal('Environment'),
  network: z
    .strictObject({ vpc: z.strictObject({ cidr: cidr.optional() }).optional(), nat: z.enum(['single', 'per-az']).optional() })
    .optional(),
  observability: z.strictObject({ container_insights: z.boolean().optional() }).optional(),
  alarms: z
    .strictObject({
      notify: z
        .array(
          z.string().refine(value => /^https:\/\/\S+$/.test(value) || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value), {
            message: 'it must be an e-mail address or an https URL',
          }),
        )
        .optional(),
    })
    .optional(),
})

export const environmentVocabulary: Vocabulary = {
  examples: {
    name: 'dev',
    type: 'Environment',
    network: '{nat: single}',
    'network.vpc': '{cidr: 10.0.0.0/16}',
    'network.vpc.cidr': '10.0.0.0/16',
    'network.nat': 'single',
    observability: '{container_insights: true}',
    'observability.container_insights': 'true',
    alarms: '{notify: [you@example.com]}',
    'alarms.notify': '[you@example.com]',
  },
  later: new Set([
    ...['cdn', 'http', 'domain', 'waf', 'budget', 'capacity', 'network.frontend'],
    ...['id', 'subnets', 'security_group', 'flow_logs'].map(key => `network.vpc.${key}`),
  ]),
}

/** Throws BadYaml or BadManifest (exit 2). */
export function readEnvironment(source: Source): Environment {
  const { name, network, observability, alarms } = check(source, { shape, vocabulary: environmentVocabulary })
  return {
    name,
    network: { cidr: network?.vpc?.cidr ?? '10.0.0.0/16', nat: network?.nat ?? 'single' },
    observability: { containerInsights: observability?.container_insights ?? false },
    alarms: { notify: alarms?.notify ?? [] },
  }
}

/** A VPC takes /16 to /28; mm cuts it into sixteen subnets, each of which must have room for balancers and tasks. */
function isNetwork(text: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text)
  if (!match) return false
  const [a = 0, b = 0, c = 0, d = 0, length = 0] = match.slice(1).map(Number)
  if ([a, b, c, d].some(octet => octet > 255) || length < 16 || length > 20) return false
  const isPrivate =
    a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 100 && b >= 64 && b <= 127)
  const address = ((a * 256 + b) * 256 + c) * 256 + d
  return isPrivate && address % 2 ** (32 - length) === 0
}
