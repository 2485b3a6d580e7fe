import { failure, result } from './aws-server.js'

// What CloudFormation answers about the stack shop-dev.

export const stackId = 'arn:aws:cloudformation:eu-central-1:1:stack/shop-dev/1'
export const gone = failure('ValidationError', `Stack ${stackId} does not exist`)
export const ok = result({})

export const status = (StackStatus: string) =>
  result({ Stacks: [{ StackName: 'shop-dev', StackId: stackId, StackStatus, CreationTime: '2026-11-24T12:00:00Z' }] })

/** `LogicalId STATUS`: an event; of the stack itself when the id is its name. */
function event(text: string) {
  const [LogicalResourceId = '', ResourceStatus] = text.split(' ')
  const ofStack = LogicalResourceId === 'shop-dev'
  return {
    EventId: text,
    StackId: stackId,
    StackName: 'shop-dev',
    LogicalResourceId,
    PhysicalResourceId: ofStack ? stackId : `physical-${LogicalResourceId}`,
    ResourceType: ofStack ? 'AWS::CloudFormation::Stack' : 'AWS::SNS::Topic',
    ResourceStatus,
    Timestamp: '2026-11-24T12:00:00Z',
  }
}

/** A page as CloudFormation gives it: newest first. */
export const page = (texts: string[], NextToken?: string) =>
  result({ StackEvents: texts.map(text => event(text)).reverse(), NextToken })
export const shown = (events: { logicalId: string; status: string }[]) => events.map(each => `${each.logicalId} ${each.status}`)
