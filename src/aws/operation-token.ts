import { hostname } from 'node:os'
import { actorOfCi, userName } from './actor.js'

/**
 * CloudFormation shows it in each event of the operation: it's the only place in which it keeps who began it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html: 128 letters, digits and hyphens.
 */
export const operationToken = (): string => `mm-${Date.now().toString(36)}-${who()}`.slice(0, 128).replace(/-+$/, '')

function who(): string {
  const name = actorOfCi() ?? `${userName()} at ${hostname()}`
  return name.replace(/[^a-zA-Z0-9]+/g, '-').replace(/^-/, '')
}
