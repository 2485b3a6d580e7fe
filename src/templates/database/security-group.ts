import { ref, resource, sub, tag, type Resource } from '../cfn.js'

/** No way in but what each service adds for itself, and none out but HTTPS: packages and AWS. */
export function databaseSecurityGroup(): Record<string, Resource> {
  return {
    SecurityGroup: resource('AWS::EC2::SecurityGroup', {
      GroupDescription: 'MongoDB members',
      VpcId: ref('VpcId'),
      SecurityGroupEgress: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0', Description: 'HTTPS: packages and AWS' },
      ],
      Tags: [tag('Name', sub('${App}-${Env}-${Db}'))],
    }),
  }
}
