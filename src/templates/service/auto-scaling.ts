import type { Tracking } from '../../manifest/service-scaling.js'
import type { Service } from '../../manifest/service.js'
import { getAtt, ref, resource, sub, type Intrinsic, type Resource } from '../cfn.js'

/**
 * The number of tasks follows each metric that the manifest names: the one that wants the most tasks wins.
 * Application Auto Scaling acts by its service-linked role, which it makes itself.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
 */
export function autoScaling({ count, scaling }: Service): Record<string, Resource> {
  if (!scaling) return {}
  const { max, cpu, memory, requests, responseTime } = scaling
  return {
    ScalableTarget: resource('AWS::ApplicationAutoScaling::ScalableTarget', {
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      ResourceId: sub('service/${ClusterName}/${Service.Name}'),
      MinCapacity: count,
      MaxCapacity: max,
    }),
    ...(cpu ? { CpuScaling: policy('cpu', cpu, predefined('ECSServiceAverageCPUUtilization')) } : {}),
    ...(memory ? { MemoryScaling: policy('memory', memory, predefined('ECSServiceAverageMemoryUtilization')) } : {}),
    ...(requests
      ? { RequestScaling: policy('requests', requests, predefined('ALBRequestCountPerTarget', balancerAndGroup)) }
      : {}),
    ...(responseTime ? { ResponseTimeScaling: policy('response-time', responseTime, averageResponseTime) } : {}),
  }
}

/** `app/<balancer>/<id>/targetgroup/<group>/<id>`. https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html */
const balancerAndGroup = sub('${BalancerFullName}/${TargetGroup.TargetGroupFullName}')

const predefined = (type: string, label?: Intrinsic) => ({
  PredefinedMetricSpecification: { PredefinedMetricType: type, ...(label ? { ResourceLabel: label } : {}) },
})

/**
 * The average, as Copilot has it: with few requests a percentile is one slow request, and a policy must not chase it. Silent without requests, and
 * silence changes nothing.
 */
const averageResponseTime = {
  CustomizedMetricSpecification: {
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'TargetResponseTime',
    Statistic: 'Average',
    Dimensions: [
      { Name: 'LoadBalancer', Value: ref('BalancerFullName') },
      { Name: 'TargetGroup', Value: getAtt('TargetGroup', 'TargetGroupFullName') },
    ],
  },
}

function policy(name: string, { target, cooldown }: Tracking, metric: object): Resource {
  return resource('AWS::ApplicationAutoScaling::ScalingPolicy', {
    PolicyName: name,
    PolicyType: 'TargetTrackingScaling',
    ScalingTargetId: ref('ScalableTarget'),
    TargetTrackingScalingPolicyConfiguration: {
      ...metric,
      TargetValue: target,
      ScaleInCooldown: cooldown.in,
      ScaleOutCooldown: cooldown.out,
    },
  })
}
