/** A place of the AWS console. */
export interface Resource {
  type: string
  physicalId: string
  region: string
  partition: string
  /** 12 digits. */
  account: string
}

const domains: Record<string, string> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
}

/** The page of a resource in the AWS console; undefined for types without one that can be linked to, and for partitions without a known console. */
export function consoleUrl(resource: Resource): string | undefined {
  const { type, physicalId, region, partition } = resource
  const domain = domains[partition]
  const page = pages[type]?.(physicalId, resource)
  if (domain === undefined || page === undefined || physicalId === '') return undefined
  // GovCloud's console has no host per region.
  const host = partition === 'aws-us-gov' ? domain : `${region}.${domain}`
  return `https://${host}/${page}`
}

type Page = (id: string, resource: Resource) => string | undefined

const enc = encodeURIComponent
const at =
  (path: string, fragment: (id: string) => string): Page =>
  (id, { region }) =>
    `${path}?region=${region}#${fragment(id)}`
const ec2 = (fragment: (id: string) => string) => at('ec2/home', fragment)
const vpc = (kind: string, key: string) => at('vpcconsole/home', id => `${kind}:${key}=${id}`)
const cloudWatch = (fragment: (id: string) => string) => at('cloudwatch/home', fragment)

/** The last part of an ARN or an id of several. */
const last = (id: string) => id.split('/').at(-1) ?? id

const pages: Record<string, Page> = {
  'AWS::AutoScaling::AutoScalingGroup': ec2(id => `AutoScalingGroupDetails:id=${enc(id)};view=details`),
  'AWS::CertificateManager::Certificate': at('acm/home', id => `/certificates/${last(id)}`),
  'AWS::CloudFormation::Stack': at('cloudformation/home', id => `/stacks/stackinfo?stackId=${enc(id)}`),
  'AWS::CloudFront::Distribution': at('cloudfront/v4/home', id => `/distributions/${id}`),
  'AWS::CloudWatch::Alarm': cloudWatch(id => `alarmsV2:alarm/${enc(id)}`),
  'AWS::CloudWatch::Dashboard': cloudWatch(id => `dashboards/dashboard/${enc(id)}`),
  'AWS::EC2::LaunchTemplate': ec2(id => `LaunchTemplateDetails:launchTemplateId=${id}`),
  'AWS::EC2::NatGateway': vpc('NatGatewayDetails', 'natGatewayId'),
  'AWS::EC2::SecurityGroup': ec2(id => `SecurityGroup:groupId=${id}`),
  'AWS::EC2::Subnet': vpc('SubnetDetails', 'subnetId'),
  'AWS::EC2::VPC': vpc('VpcDetails', 'VpcId'),
  'AWS::EC2::Volume': ec2(id => `VolumeDetails:volumeId=${id}`),
  'AWS::ECR::Repository': (id, { account, region }) => `ecr/repositories/private/${account}/${id}?region=${region}`,
  'AWS::ECS::Cluster': (id, { region }) => `ecs/v2/clusters/${last(id)}/services?region=${region}`,
  'AWS::ECS::Service': ecsService,
  'AWS::ECS::TaskDefinition': ecsTaskDefinition,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ec2(id => `LoadBalancer:loadBalancerArn=${id}`),
  'AWS::ElasticLoadBalancingV2::TargetGroup': ec2(id => `TargetGroup:targetGroupArn=${id}`),
  'AWS::IAM::Role': at('iam/home', id => `/roles/details/${enc(id)}`),
  'AWS::KMS::Key': at('kms/home', id => `/kms/keys/${id}`),
  // The fragment is encoded twice, with $ in the place of the second %.
  'AWS::Logs::LogGroup': cloudWatch(id => `logsV2:log-groups/log-group/${enc(enc(id)).replaceAll('%', '$')}`),
  'AWS::Route53::HostedZone': at('route53/v2/hostedzones', id => `ListRecordSets/${id}`),
  'AWS::S3::Bucket': (id, { region }) => `s3/buckets/${id}?region=${region}`,
  'AWS::SNS::Topic': at('sns/v3/home', id => `/topic/${id}`),
  'AWS::SecretsManager::Secret': secret,
}

/** arn:aws:ecs:region:account:service/cluster/service; the old form without the cluster leads nowhere. */
function ecsService(id: string, { region }: Resource): string | undefined {
  const [, cluster, name] = /:service\/([^/]+)\/([^/]+)$/.exec(id) ?? []
  return cluster && name && `ecs/v2/clusters/${cluster}/services/${name}/health?region=${region}`
}

/** …:task-definition/family:revision */
function ecsTaskDefinition(id: string, { region }: Resource): string | undefined {
  const [, family, revision] = /:task-definition\/([^:]+):(\d+)$/.exec(id) ?? []
  return family && revision && `ecs/v2/task-definitions/${family}/${revision}/containers?region=${region}`
}

/** The console wants the name; an ARN ends with it and six characters more. */
function secret(id: string, { region }: Resource): string | undefined {
  const name = /:secret:(.+)-[A-Za-z0-9]{6}$/.exec(id)?.[1]
  return name && `secretsmanager/secret?name=${enc(name)}&region=${region}`
}
