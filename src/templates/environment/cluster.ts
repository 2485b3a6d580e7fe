import type { Environment } from '../../manifest/environment.js'
import { accepting, resource, type Resource } from '../cfn.js'

export function cluster({ containerInsights }: Environment['observability']): Record<string, Resource> {
  return {
    Cluster: resource(
      'AWS::ECS::Cluster',
      {
        ClusterSettings: [{ Name: 'containerInsights', Value: containerInsights ? 'enabled' : 'disabled' }],
        CapacityProviders: ['FARGATE', 'FARGATE_SPOT'],
        DefaultCapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: 1, Base: 1 }],
      },
      accepting(containerInsights ? {} : { 'CT.ECS.PR.2': paid, CKV_AWS_65: paid }),
    ),
  }
}

const paid = "observability.container_insights is the manifest's to choose: it's paid by the metric"
