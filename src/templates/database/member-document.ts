import { resource, type Resource } from '../cfn.js'
import { databaseTags } from './names.js'

/**
 * What `mm db snapshot` has Systems Manager run on a member: one program, without parameters, so that the right to it is no right to anything
 * else.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html
 */
export const memberDocument: Record<string, Resource> = {
  MemberDocument: resource('AWS::SSM::Document', {
    DocumentType: 'Command',
    TargetType: '/AWS::EC2::Instance',
    // Else each change would make another document, under another name.
    UpdateMethod: 'NewVersion',
    Content: {
      schemaVersion: '2.2',
      description: 'State of a member of the replica set, and how far it has come',
      mainSteps: [
        {
          action: 'aws:runShellScript',
          name: 'member',
          inputs: { timeoutSeconds: '30', runCommand: ['/usr/local/sbin/mm-db-member'] },
        },
      ],
    },
    Tags: databaseTags,
  }),
}
