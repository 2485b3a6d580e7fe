/**
 * EC2 lets a group without a rule for outgoing traffic reach everything; a rule that leads nowhere is CloudFormation's way to take that
 * away. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroup.html
 */
export const noEgress = [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32', Description: 'nothing but what services add' }]
