import type { Environment } from '../../manifest/environment.js'
import { accepting, ref, resource, type Resource } from '../cfn.js'

/** The cluster and what its tasks may run on: always Fargate, and with EC2 capacity the provider of it. */
export function cluster({ observability, capacity }: Environment): Record<string, Resource> {
  const provider = capacity.type === 'ec2' ? ref('CapacityProvider') : 'FARGATE'
  return {
    Cluster: resource(
      'AWS::ECS::Cluster',
      {
        ClusterSettings: [{ Name: 'containerInsights', Value: observability.containerInsights ? 'enabled' : 'disabled' }],
      },
      accepting(observability.containerInsights ? {} : { 'CT.ECS.PR.2': paid, CKV_AWS_65: paid }),
    ),
    // A resource of its own, since instances need the cluster and the cluster's providers need the instances' group.
    ClusterCapacity: resource('AWS::ECS::ClusterCapacityProviderAssociations', {
      Cluster: ref('Cluster'),
      CapacityProviders: ['FARGATE', 'FARGATE_SPOT', ...(capacity.type === 'ec2' ? [provider] : [])],
      DefaultCapacityProviderStrategy: [{ CapacityProvider: provider, Weight: 1, Base: 1 }],
    }),
  }
}

const paid = "observability.container_insights is the manifest's to choose: it's paid by the metric"
