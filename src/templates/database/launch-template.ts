import { getAtt, ref, resource, sub, tag, type Resource } from '../cfn.js'
import type { MemberOf } from './member-of.js'
import { databaseTags, profileId } from './names.js'
import { userData } from './user-data.js'

/** How a member's instance starts. A change of anything in it replaces the instance. */
export function launchTemplate(one: MemberOf): Resource {
  const { database, index } = one
  const instanceTags = [...databaseTags, tag('Name', sub(`\${App}-\${Env}-\${Db}-${index}`))]
  return resource('AWS::EC2::LaunchTemplate', {
    LaunchTemplateData: {
      ImageId: ref('AmiId'),
      InstanceType: database.instance,
      EbsOptimized: true,
      Monitoring: { Enabled: true },
      IamInstanceProfile: { Arn: getAtt(profileId(index), 'Arn') },
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1, HttpEndpoint: 'enabled' },
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { VolumeType: 'gp3', VolumeSize: 16, Encrypted: true, DeleteOnTermination: true } },
      ],
      NetworkInterfaces: [
        {
          DeviceIndex: 0,
          AssociatePublicIpAddress: false,
          Groups: [getAtt('SecurityGroup', 'GroupId')],
          DeleteOnTermination: true,
        },
      ],
      TagSpecifications: [
        { ResourceType: 'instance', Tags: instanceTags },
        { ResourceType: 'volume', Tags: instanceTags },
      ],
      UserData: userData(one),
    },
  })
}
