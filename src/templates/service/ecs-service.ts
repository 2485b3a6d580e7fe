import type { Service } from '../../manifest/service.js'
import { accepting, getAtt, ref, resource, type Resource } from '../cfn.js'
import { isPublic } from './is-public.js'

/** A rolling deployment that goes back by itself: all old tasks stay until as many new ones are healthy. */
export function ecsService(service: Service): Resource {
  const { http, name, port, count } = service
  return resource(
    'AWS::ECS::Service',
    {
      Cluster: ref('ClusterName'),
      TaskDefinition: ref('TaskDefinition'),
      DesiredCount: count,
      CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: 1 }],
      PlatformVersion: 'LATEST',
      AvailabilityZoneRebalancing: 'ENABLED',
      EnableECSManagedTags: true,
      PropagateTags: 'SERVICE',
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          // In a public subnet there is no NAT: without an address of its own the task couldn't even pull its image.
          AssignPublicIp: isPublic(service) ? 'ENABLED' : 'DISABLED',
          Subnets: ref('Subnets'),
          SecurityGroups: [getAtt('SecurityGroup', 'GroupId')],
        },
      },
      ...(http
        ? {
            HealthCheckGracePeriodSeconds: http.healthcheck.gracePeriod,
            LoadBalancers: [{ ContainerName: name, ContainerPort: port, TargetGroupArn: ref('TargetGroup') }],
          }
        : {}),
    },
    { ...dependsOn(service), ...accepted(service) },
  )
}

function accepted(service: Service) {
  return accepting({
    ...(isPublic(service)
      ? {
          'CT.ECS.PR.9':
            'in a public subnet a task without an address reaches neither its registry nor its log; only the load balancer may call it',
        }
      : {}),
    ...(service.count === 1
      ? { 'ZONE.TASK': 'count 1: when the zone of the task is lost there is a gap until ECS has started it in another' }
      : {}),
  })
}

/**
 * The target group must belong to a balancer before the service names it; and a task that starts before its links are there can't reach
 * its database.
 */
function dependsOn(service: Service): { DependsOn?: string[] } {
  const links = [
    ...(service.http ? ['ListenerRule', 'BalancerToServiceEgress', 'BalancerToServiceIngress'] : []),
    ...(isPublic(service) ? ['ServiceToInternalBalancerEgress', 'ServiceToInternalBalancerIngress'] : []),
    ...(service.database ? ['ServiceToDatabaseEgress', 'ServiceToDatabaseIngress'] : []),
  ]
  return links.length > 0 ? { DependsOn: links } : {}
}
