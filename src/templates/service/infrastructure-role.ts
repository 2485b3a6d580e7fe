import type { Service } from '../../manifest/service.js'
import { allow, assumedBy, policy, ref, resource, type Resource } from '../cfn.js'
import { boundary } from './roles.js'
import type { ServiceContext } from './service-context.js'
import { shiftsTraffic, targetGroups, waysTo } from './traffic.js'

/**
 * With it ECS shifts traffic. The actions of AWS's policy for this, less those for listeners without rules, and only for this service's own rule
 * and target groups. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
export function infrastructureRole(service: Service, context: ServiceContext): Record<string, Resource> {
  if (!shiftsTraffic(service)) return {}
  const statements = [
    allow('ReadBalancers', ['DescribeListeners', 'DescribeRules', 'DescribeTargetGroups', 'DescribeTargetHealth'].map(elb), '*'),
    allow('MoveTargets', ['RegisterTargets', 'DeregisterTargets'].map(elb), targetGroups(service).map(ref)),
    allow(
      'ShiftTraffic',
      [elb('ModifyRule')],
      waysTo(service, context).map(({ rule }) => ref(rule)),
    ),
  ]
  return {
    InfrastructureRole: resource('AWS::IAM::Role', {
      // Without a condition, as AWS writes it. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
      AssumeRolePolicyDocument: assumedBy('ecs.amazonaws.com'),
      ...boundary(context),
      Policies: [policy('traffic', statements)],
    }),
  }
}

const elb = (action: string) => `elasticloadbalancing:${action}`
