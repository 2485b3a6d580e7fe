import { valueAt } from './value.js'

/** True for a service's data that has something in front of it: its own `http`, or its type's. */
export const takesRequests = (data: unknown): boolean =>
  valueAt(data, ['type']) === 'Load Balanced Web Service' || valueAt(data, ['http']) !== undefined

/** True when requests are moved from one target group to another. */
export const shiftsTraffic = (data: unknown): boolean =>
  ['blue_green', 'canary', 'linear'].includes(String(valueAt(data, ['deployment', 'strategy'])))
