import type { Environment } from '../../manifest/environment.js'
import type { Service } from '../../manifest/service.js'
import { isPublic } from './is-public.js'

/**
 * True for tasks that have a public address and a public subnet. Only Fargate can give a task one.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html
 */
export const inPublicSubnets = (service: Service, { network, capacity }: Environment): boolean =>
  isPublic(service) && network.frontend === 'public' && capacity.type === 'fargate'
