import { arn } from '../sample-values.js'
import type { ParsedResource } from '../support.js'
import { ofType, type Call } from './call.js'

/**
 * Of the ECS agent on an instance; images and logs are the execution role's.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export function agentCalls(resources: Record<string, ParsedResource>): Call[] {
  const [associations] = ofType(resources, 'AWS::ECS::ClusterCapacityProviderAssociations')
  const cluster = String(associations?.['Cluster'])
  const of = (name: string) => ({ 'ecs:cluster': arn('ecs', `cluster/${name}`) })
  const onCluster = ['RegisterContainerInstance', 'DeregisterContainerInstance', 'SubmitTaskStateChange']
  const more = ['SubmitContainerStateChange', 'SubmitAttachmentStateChanges']
  const onInstance = ['Poll', 'StartTelemetrySession', 'UpdateContainerInstancesState']
  return [
    { action: 'ecs:DiscoverPollEndpoint', resource: '*' },
    ...[...onCluster, ...more].map(action => ({
      action: `ecs:${action}`,
      resource: arn('ecs', `cluster/${cluster}`),
      neighbour: { resource: arn('ecs', 'cluster/other') },
    })),
    ...onInstance.map(action => ({
      action: `ecs:${action}`,
      resource: arn('ecs', `container-instance/${cluster}/0123`),
      context: of(cluster),
      neighbour: { resource: arn('ecs', 'container-instance/other/0123'), context: of('other') },
    })),
  ]
}
