import { logGroupOf, outputsOf, serviceArn, stackOf, type AwsState, type StackState } from './world.js'

export const resourceTypes: Record<string, string> = {
  Service: 'AWS::ECS::Service',
  TaskDefinition: 'AWS::ECS::TaskDefinition',
  TargetGroup: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  ListenerRule: 'AWS::ElasticLoadBalancingV2::ListenerRule',
  LogGroup: 'AWS::Logs::LogGroup',
  ExecutionRole: 'AWS::IAM::Role',
  TaskRole: 'AWS::IAM::Role',
  SecurityGroup: 'AWS::EC2::SecurityGroup',
}

interface Event {
  /** Absent: the stack's own. */
  logicalId?: string
  status: string | undefined
  reason?: string | undefined
}

/** An event of the stack, and what it makes of the stack: CloudFormation tells of nothing that isn't so. */
export function stackEvent(aws: AwsState, stack: StackState, { logicalId, status = '', reason }: Event): void {
  const at = aws.clock.now()
  const service = [...aws.services.values()].find(({ name }) => stackOf(name) === stack.name)
  const type =
    logicalId === undefined ? 'AWS::CloudFormation::Stack' : (resourceTypes[logicalId] ?? 'AWS::CloudFormation::CustomResource')
  const physicalId = logicalId === undefined ? stack.id : physicalIdOf(stack, service?.name ?? '', logicalId)
  stack.events.push({
    id: `${logicalId ?? stack.name}-${status}-${stack.events.length}`,
    at,
    logicalId: logicalId ?? stack.name,
    physicalId,
    type,
    status,
    ...(reason ? { reason } : {}),
    ...(stack.token === undefined ? {} : { token: stack.token }),
  })
  if (logicalId !== undefined) {
    stack.resources.set(logicalId, { type, physicalId, status })
    return
  }
  Object.assign(stack, { status, updatedAt: at, reason })
  const executed = stack.changeSets.find(({ execution }) => execution === 'EXECUTE_IN_PROGRESS')
  if (executed && status === 'UPDATE_COMPLETE') {
    executed.execution = 'EXECUTE_COMPLETE'
    if (executed.revertsDrift) stack.live.clear()
  }
  // A stack that has made its changes holds the newest revision; one that took them back holds the one before.
  if (service && /^(CREATE|UPDATE)_COMPLETE$/.test(status))
    Object.assign(stack.outputs, outputsOf(service.name, service.newestRevision))
}

function physicalIdOf({ name }: StackState, service: string, logicalId: string): string {
  if (logicalId === 'LogGroup') return logGroupOf(service)
  return logicalId === 'Service' ? serviceArn(service) : `${name}-${logicalId}`
}
