import type { Service } from '../../manifest/service.js'

/** True for what the public load balancer serves. */
export const isPublic = (service: Service): boolean => service.type === 'Load Balanced Web Service'
