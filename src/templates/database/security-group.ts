import { getAtt, ref, resource, sub, tag, type Resource } from '../cfn.js'

/** No way in but what each service adds for itself and what members need of each other; none out, besides, but HTTPS: packages and AWS. */
export function databaseSecurityGroup(members: number): Record<string, Resource> {
  return {
    SecurityGroup: resource('AWS::EC2::SecurityGroup', {
      GroupDescription: 'MongoDB members',
      VpcId: ref('VpcId'),
      SecurityGroupEgress: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0', Description: 'HTTPS: packages and AWS' },
      ],
      Tags: [tag('Name', sub('${App}-${Env}-${Db}'))],
    }),
    ...(members > 1 ? memberToMember() : {}),
  }
}

/** Rules of their own: inside the group they would name the group itself. */
function memberToMember(): Record<string, Resource> {
  const group = getAtt('SecurityGroup', 'GroupId')
  const port = { IpProtocol: 'tcp', FromPort: 27017, ToPort: 27017, Description: 'MongoDB members among each other' }
  return {
    MemberIngress: resource('AWS::EC2::SecurityGroupIngress', { GroupId: group, SourceSecurityGroupId: group, ...port }),
    MemberEgress: resource('AWS::EC2::SecurityGroupEgress', { GroupId: group, DestinationSecurityGroupId: group, ...port }),
  }
}
