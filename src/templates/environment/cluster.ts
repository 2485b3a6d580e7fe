import type { Environment } from '../../manifest/environment.js'
import { resource, type Resource } from '../cfn.js'

export function cluster({ containerInsights }: Environment['observability']): Record<string, Resource> {
  return {
    Cluster: resource('AWS::ECS::Cluster', {
      ClusterSettings: [{ Name: 'containerInsights', Value: containerInsights ? 'enabled' : 'disabled' }],
      CapacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      DefaultCapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: 1, Base: 1 }],
    }),
  }
}
