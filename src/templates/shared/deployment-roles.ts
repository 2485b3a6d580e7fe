import type { DeploymentRoles } from '../../manifest/app.js'
import { assumedBy, getAtt, ownAccount, ref, resource, type Resource, type Template } from '../cfn.js'
import { deployRights, operatorRights } from './rights/caller-rights.js'
import { containerRights } from './rights/container-rights.js'
import { dataRights } from './rights/data-rights.js'
import { identityRights } from './rights/identity-rights.js'
import { networkRights } from './rights/network-rights.js'
import { signalRights } from './rights/signal-rights.js'
import { trafficRights } from './rights/traffic-rights.js'

interface Roles extends DeploymentRoles {
  environments: string[]
}

/**
 * The role by which CloudFormation makes every other stack, and policies for who deploys and who operates: they're attached to nothing here.
 * docs/permissions.md says how they're used.
 */
export function deploymentRoles({ environments, permissionsBoundary }: Roles): Pick<Template, 'Resources' | 'Outputs'> {
  const ofRole: Record<string, object[]> = {
    CloudFormationNetwork: networkRights(),
    CloudFormationTraffic: trafficRights(),
    CloudFormationContainers: containerRights(),
    CloudFormationSignals: signalRights(),
    CloudFormationData: dataRights(environments),
    CloudFormationIdentity: identityRights({ environments, permissionsBoundary }),
  }
  return {
    Resources: {
      ...Object.fromEntries(Object.entries(ofRole).map(([id, statements]) => [id, managed(statements)])),
      CloudFormationRole: resource('AWS::IAM::Role', {
        AssumeRolePolicyDocument: assumedBy('cloudformation.amazonaws.com', ownAccount),
        ManagedPolicyArns: Object.keys(ofRole).map(ref),
      }),
      DeployPolicy: managed(deployRights(environments)),
      OperatorPolicy: managed(operatorRights()),
    },
    Outputs: {
      CloudFormationRoleArn: { Value: getAtt('CloudFormationRole', 'Arn') },
      DeployPolicyArn: { Value: ref('DeployPolicy') },
      OperatorPolicyArn: { Value: ref('OperatorPolicy') },
      // Read back by the next update, and by whoever wants to know whether the role may make an environment's stacks.
      Environments: { Value: environments.join(',') },
    },
  }
}

const managed = (statements: object[]): Resource =>
  resource('AWS::IAM::ManagedPolicy', { PolicyDocument: { Version: '2012-10-17', Statement: statements } })
