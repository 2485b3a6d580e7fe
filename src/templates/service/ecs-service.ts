import type { Service } from '../../manifest/service.js'
import { accepting, getAtt, ref, resource, type Resource } from '../cfn.js'
import { deploymentConfiguration } from './deployment-configuration.js'
import { isPublic } from './is-public.js'
import { inPublicSubnets } from './placement.js'
import type { ServiceContext } from './service-context.js'
import { shiftsTraffic, waysTo } from './traffic.js'

export function ecsService(service: Service, context: ServiceContext): Resource {
  const { http, count, scaling, deployment, exec } = service
  return resource(
    'AWS::ECS::Service',
    {
      Cluster: ref('ClusterName'),
      TaskDefinition: ref('TaskDefinition'),
      // Left out, CloudFormation begins with one task and leaves the number alone later on; the scalable target's minimum lifts it.
      ...(scaling ? {} : { DesiredCount: count }),
      ...capacity(context),
      // Not with a maximum of 100 %. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
      AvailabilityZoneRebalancing: deployment.strategy === 'rolling' && deployment.recreate ? 'DISABLED' : 'ENABLED',
      ...(exec ? { EnableExecuteCommand: true } : {}),
      EnableECSManagedTags: true,
      PropagateTags: 'SERVICE',
      DeploymentConfiguration: deploymentConfiguration(service, context),
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          // In a public subnet there is no NAT: without an address of its own the task couldn't even pull its image.
          AssignPublicIp: inPublicSubnets(service, context.environment) ? 'ENABLED' : 'DISABLED',
          Subnets: ref('Subnets'),
          SecurityGroups: [getAtt('SecurityGroup', 'GroupId')],
        },
      },
      ...(http
        ? {
            HealthCheckGracePeriodSeconds: http.healthcheck.gracePeriod,
            LoadBalancers: [loadBalancer(service, context)],
          }
        : {}),
    },
    { ...dependsOn(service, context), ...accepted(service, context) },
  )
}

function accepted(service: Service, { environment }: ServiceContext) {
  return accepting({
    ...(inPublicSubnets(service, environment)
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

/** On instances tasks are spread over zones first, as the rebalancing of zones wants it, and then over instances. */
function capacity({ environment }: ServiceContext) {
  if (environment.capacity.type === 'fargate')
    return { CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: 1 }], PlatformVersion: 'LATEST' }
  return {
    CapacityProviderStrategy: [{ CapacityProvider: ref('CapacityProvider'), Weight: 1 }],
    PlacementStrategies: [
      { Type: 'spread', Field: 'attribute:ecs.availability-zone' },
      { Type: 'spread', Field: 'instanceId' },
    ],
  }
}

function loadBalancer(service: Service, context: ServiceContext) {
  const { name, port } = service
  const [production] = waysTo(service, context)
  return {
    ContainerName: name,
    ContainerPort: port,
    TargetGroupArn: ref('TargetGroup'),
    ...(shiftsTraffic(service) && production
      ? {
          AdvancedConfiguration: {
            AlternateTargetGroupArn: ref('AlternateTargetGroup'),
            ProductionListenerRule: ref(production.rule),
            RoleArn: getAtt('InfrastructureRole', 'Arn'),
          },
        }
      : {}),
  }
}

/**
 * The target group must belong to a balancer before the service names it; and a task that starts before its links are there can't reach
 * its database.
 */
function dependsOn(service: Service, context: ServiceContext): { DependsOn?: string[] } {
  const ways = waysTo(service, context)
  const links = [
    // One that shifts traffic names its rule anyway.
    ...(shiftsTraffic(service) ? [] : ways.map(({ rule }) => rule)),
    ...(ways.length > 0 ? ['BalancerToServiceEgress', 'BalancerToServiceIngress'] : []),
    ...(isPublic(service) ? ['ServiceToInternalBalancerEgress', 'ServiceToInternalBalancerIngress'] : []),
    ...(service.database ? ['ServiceToDatabaseEgress', 'ServiceToDatabaseIngress'] : []),
  ]
  return links.length > 0 ? { DependsOn: links } : {}
}
