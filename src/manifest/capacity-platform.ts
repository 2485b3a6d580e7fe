import type { Environment } from './environment.js'
import type { Platform } from './service.js'

/** What an environment's instances run; undefined on Fargate, which runs both. */
export function capacityPlatform({ capacity }: Environment): Platform | undefined {
  if (capacity.type === 'fargate') return undefined
  // Graviton families carry a `g` after the generation: `t4g`, `r7gd`. https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
  return /^[a-z]+\d+g/.test(capacity.instance) ? 'linux/arm64' : 'linux/x86_64'
}
