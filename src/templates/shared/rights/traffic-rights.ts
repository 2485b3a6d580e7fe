import { allow, sub } from '../../cfn.js'
import { anywhere, named, of, ours, tagged } from './scope.js'

const balancing = ours('elasticloadbalancing', 'loadbalancer/app/*', 'listener/app/*', 'listener-rule/app/*', 'targetgroup/*')
const distributions = ours('cloudfront', 'distribution/*')
const certificates = ours('acm', 'certificate/*')
const zones = [sub('arn:${AWS::Partition}:route53:::hostedzone/*')]

/** Load balancers, names, certificates, CloudFront and its firewall. */
export const trafficRights = () => [
  anywhere('LookAtTraffic', [
    ...of(
      'elasticloadbalancing',
      'DescribeCapacityReservation',
      'DescribeListenerAttributes',
      'DescribeListenerCertificates',
      'DescribeListeners',
      'DescribeLoadBalancerAttributes',
      'DescribeLoadBalancers',
      'DescribeRules',
      'DescribeTags',
      'DescribeTargetGroupAttributes',
      'DescribeTargetGroups',
      'DescribeTargetHealth',
    ),
    ...of('route53', 'GetChange', 'ListHostedZones', 'ListQueryLoggingConfigs'),
    ...of('cloudfront', 'GetConnectionGroup', 'GetVpcOrigin'),
  ]),
  // A load balancer's name is cut at 32 characters: it tells nothing.
  anywhere('MakeTraffic', [
    ...of('elasticloadbalancing', 'CreateLoadBalancer', 'CreateTargetGroup', 'SetWebAcl'),
    'acm:RequestCertificate',
    'cloudfront:CreateDistribution',
    'route53:CreateHostedZone',
  ]),
  allow('TagNewBalancers', ['elasticloadbalancing:AddTags'], balancing, {
    Null: { 'elasticloadbalancing:CreateAction': 'false' },
  }),
  tagged(
    'ChangeBalancers',
    of(
      'elasticloadbalancing',
      'AddListenerCertificates',
      'AddTags',
      'CreateListener',
      'CreateRule',
      'CreateWebACLAssociation',
      'DeleteListener',
      'DeleteLoadBalancer',
      'DeleteRule',
      'DeleteTargetGroup',
      'DeleteWebACLAssociation',
      'DeregisterTargets',
      'GetLoadBalancerWebACL',
      'ModifyListener',
      'ModifyListenerAttributes',
      'ModifyLoadBalancerAttributes',
      'ModifyRule',
      'ModifyTargetGroup',
      'ModifyTargetGroupAttributes',
      'RegisterTargets',
      'RemoveListenerCertificates',
      'RemoveTags',
      'SetIpAddressType',
      'SetRulePriorities',
      'SetSecurityGroups',
      'SetSubnets',
    ),
    balancing,
  ),
  // Of Route 53 IAM sees neither tags nor names, and the zone of a domain belongs to more than one application.
  allow(
    'WriteRecords',
    of(
      'route53',
      'AssociateVPCWithHostedZone',
      'ChangeResourceRecordSets',
      'ChangeTagsForResource',
      'DeleteHostedZone',
      'DisassociateVPCFromHostedZone',
      'GetHostedZone',
      'ListResourceRecordSets',
      'ListTagsForResource',
      'UpdateHostedZoneComment',
    ),
    zones,
  ),
  named('LookAtCertificates', of('acm', 'AddTagsToCertificate', 'DescribeCertificate', 'ListTagsForCertificate'), certificates),
  tagged(
    'ChangeCertificates',
    of('acm', 'DeleteCertificate', 'RemoveTagsFromCertificate', 'UpdateCertificateOptions'),
    certificates,
  ),
  named(
    'MakeDistributions',
    of(
      'cloudfront',
      'AllowVendedLogDeliveryForResource',
      'GetDistribution',
      'GetDistributionConfig',
      'ListTagsForResource',
      'TagResource',
    ),
    distributions,
  ),
  tagged('ChangeDistributions', of('cloudfront', 'DeleteDistribution', 'UntagResource', 'UpdateDistribution'), distributions),
  named(
    'Firewalls',
    of(
      'wafv2',
      'AssociateWebACL',
      'CreateWebACL',
      'DeleteWebACL',
      'DisassociateWebACL',
      'GetWebACL',
      'GetWebACLForResource',
      'ListTagsForResource',
      'TagResource',
      'UntagResource',
      'UpdateWebACL',
    ),
    [...ours('wafv2', '*/webacl/*', '*/managedruleset/*'), ...ours('elasticloadbalancing', 'loadbalancer/app/*')],
  ),
]
