import { architectureOf } from '../instance-architecture.js'
import type { Environment } from './environment.js'
import type { Platform } from './service.js'

/** What an environment's instances run; undefined on Fargate, which runs both. */
export const capacityPlatform = ({ capacity }: Environment): Platform | undefined =>
  capacity.type === 'ec2' ? `linux/${architectureOf(capacity.instance)}` : undefined
