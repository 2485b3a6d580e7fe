import type { StackEvent } from '../ports/cloudformation.js'
import { whoBegan } from './who-began.js'

/**
 * Who had CloudFormation take an update back while it went on, as far as the cancellation's token tells; undefined when nobody had. CloudFormation says
 * "User Initiated" also when somebody goes on with a rollback that failed, or takes an update back whose failure was kept: then it failed before.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CancelUpdateStack.html
 * @param events of one operation, oldest first
 */
export function cancelledBy(events: StackEvent[]): string | undefined {
  const own = events.filter(({ logicalId, stackName }) => logicalId === stackName)
  const turn = own.findIndex(({ status }) => status === 'UPDATE_FAILED' || status === 'UPDATE_ROLLBACK_IN_PROGRESS')
  const { status, reason = '', token } = own[turn] ?? {}
  if (status !== 'UPDATE_ROLLBACK_IN_PROGRESS' || !/^User Initiated/i.test(reason)) return undefined
  // Without a token of its own there's only that of who began the update.
  const theirs = token === own[0]?.token ? undefined : token
  return whoBegan(theirs) ?? (theirs?.startsWith('Console-') ? 'somebody in the AWS console' : 'somebody')
}
