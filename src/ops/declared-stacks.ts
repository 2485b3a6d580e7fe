import { databaseProposalOf, type DatabaseRequest } from './database/database-proposal.js'
import { environmentProposalsOffline, type EnvironmentRequest } from './environment/environment-proposals.js'
import type { Stack } from './ports/cloudformation.js'
import { serviceProposal, type ServiceRequest } from './service/service-proposal.js'
import { sharedProposalOf } from './environment/shared-stack.js'

/** A stack that the manifests describe. */
export interface DeclaredStack {
  stack: string
  /** Its template, given what is deployed of it. */
  template: (deployed: Stack) => string
  /** The commands that deploy it, and that show how what is deployed differs. */
  deploy: string
  diff: string
}

export interface Declared {
  environment: EnvironmentRequest
  databases: DatabaseRequest[]
  services: ServiceRequest[]
}

/** Every stack that the manifests make of an environment. */
export function declaredStacks({ environment, databases, services }: Declared): DeclaredStack[] {
  const { app } = environment
  const env = environment.environment.name
  const { shared, own, cdn } = environmentProposalsOffline(environment)
  const ofEnvironment = { deploy: `mm env deploy --name ${env}`, diff: `mm env diff --name ${env}` }
  return [
    {
      stack: shared.stackName,
      template: deployed => sharedProposalOf(app, { services: environment.services, environment: env }, deployed).body,
      ...ofEnvironment,
    },
    ...[own, ...(cdn ? [cdn] : [])].map(({ stackName, body }) => ({ stack: stackName, template: () => body, ...ofEnvironment })),
    ...databases.map(request => ({
      stack: databaseProposalOf(request, {}).stackName,
      template: (deployed: Stack) => databaseProposalOf(request, { deployed }).body,
      deploy: `mm db deploy --name ${request.database.name} --env ${env}`,
      diff: `mm db diff --name ${request.database.name} --env ${env}`,
    })),
    ...services.map(request => {
      const { stackName, body } = serviceProposal(request, {})
      return {
        stack: stackName,
        template: () => body,
        deploy: `mm svc deploy ${request.service.name} --env ${env}`,
        diff: `mm svc diff ${request.service.name} --env ${env}`,
      }
    }),
  ]
}
