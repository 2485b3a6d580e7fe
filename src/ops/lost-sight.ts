import { MmError } from '../errors.js'

/**
 * What went wrong while an operation was being watched, with what has become of that: CloudFormation goes on without mm.
 * @param begun CloudFormation has taken the order
 */
export function lostSight(error: unknown, { stackName, begun }: { stackName: string; begun: boolean }): unknown {
  if (!(error instanceof MmError) || error.details.state !== undefined) return error
  // Of what AWS has said no to, nothing was begun.
  if (!begun && !['NetworkUnreachable', 'AwsUnavailable'].includes(error.code)) return error
  const { fix = [], ...details } = error.details
  return new MmError(error.code, error.message, {
    ...details,
    state: begun
      ? `CloudFormation goes on with ${stackName}; nothing was cancelled`
      : `whether CloudFormation has begun with ${stackName} isn't known`,
    fix: [...fix.filter(each => !/^run the same command/.test(each)), `mm deploy attach ${stackName}`],
  })
}
