import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { maxPolicyCharacters, policySizes } from '../../src/templates/shared/policy-sizes.js'
import { sharedTemplate } from '../../src/templates/shared/shared-template.js'
import { cloudFormationCalls, staleReasons } from './calls/cloudformation-calls.js'
import { permissionsOf, resourcesOf, type Owner } from './permissions.js'
import { generatedHeading, rightsSection } from './permissions-page.js'
import { isAllowed, type Request, type Statement } from './policy-evaluator.js'
import { deployedByRole } from './role-calls.js'
import { account, arn, deployed, region, sampleParameter } from './sample-values.js'
import { goldenNames, goldenStack, type ParsedStack } from './support.js'

const policiesOf = (name: string, stack: ParsedStack, app = 'shop'): Record<string, Statement[]> => {
  const { Resources } = deployed(name, stack, id => (id === 'App' ? app : sampleParameter(stack, id)))
  return Object.fromEntries(
    Object.entries(Resources)
      .filter(([, { Type }]) => Type === 'AWS::IAM::ManagedPolicy')
      .map(([id, { Properties }]) => [
        id,
        (Properties as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement,
      ]),
  )
}
const golden = policiesOf('shared/roles', goldenStack('shared/roles'))
const bounded = policiesOf('shared/bounded', goldenStack('shared/bounded'))
const ofRole = (policies: Record<string, Statement[]>) =>
  Object.entries(policies).flatMap(([id, statements]) => (id.startsWith('CloudFormation') ? statements : []))
const deploy = golden['DeployPolicy']!
const operate = [...deploy, ...golden['OperatorPolicy']!]

const list = (value: string | string[]) => [value].flat()
const actionsOf = (statements: Statement[]) => [...new Set(statements.flatMap(({ Action }) => list(Action)))].sort()

test('the calls of CloudFormation are there at all, and every reason for leaving one out is needed', () => {
  expect(cloudFormationCalls(deployedByRole).length).toBeGreaterThan(350)
  expect(staleReasons(deployedByRole)).toEqual([])
  expect(() => permissionsOf('AWS::Lambda::Function')).toThrow('say in test/contract/permissions.ts')
})

describe('the role of CloudFormation', () => {
  /** Called by no handler that AWS has written down. */
  const besides: Record<string, string> = {
    'autoscaling:TerminateInstanceInAutoScalingGroup': 'an UpdatePolicy that replaces instances',
    'cloudfront:AllowVendedLogDeliveryForResource': 'a DeliverySource of a distribution',
    'ec2:DescribeAccountAttributes': 'VPC or classic',
    'ec2:DescribeAvailabilityZones': 'Fn::GetAZs',
    'ec2:DescribeImages': 'a parameter of type AWS::EC2::Image::Id',
    'ec2:DescribeInstanceTypes': 'Auto Scaling, of a launch template',
    'ec2:DescribeLaunchTemplateVersions': 'LatestVersionNumber',
    'rds:DescribeDBEngineVersions': 'a cluster',
    'rds:ResetDBClusterParameterGroup': 'parameters that are taken away',
    'ssm:GetParameters': 'a parameter of type AWS::SSM::Parameter::Value',
  }
  /** Reads of Auto Scaling and of load balancers are a wildcard in its handlers. */
  const byWildcard = (action: string) => /^(autoscaling|elasticloadbalancing|ec2):(Describe|Get)/.test(action)

  test('may do nothing that no handler does', () => {
    const known = new Set(deployedByRole.flatMap(permissionsOf).map(action => action.toLowerCase()))
    const more = actionsOf(ofRole(golden)).filter(action => !known.has(action.toLowerCase()) && !byWildcard(action))
    expect(more).toEqual(Object.keys(besides).filter(action => !byWildcard(action)))
  })

  test('passes on roles of its environments only, to the services that take on roles of mm', () => {
    const services = goldenNames.flatMap(name =>
      Object.values(goldenStack(name).Resources)
        .filter(({ Type }) => Type === 'AWS::IAM::Role' && !name.startsWith('shared/'))
        .map(({ Properties }) => {
          const trust = Properties!['AssumeRolePolicyDocument'] as { Statement: { Principal: { Service: string } }[] }
          return trust.Statement[0]!.Principal.Service
        }),
    )
    const pass = ofRole(golden).filter(({ Action }) => list(Action).includes('iam:PassRole'))
    expect(pass).toEqual([
      {
        Sid: 'PassRoles',
        Effect: 'Allow',
        Action: ['iam:PassRole'],
        Resource: ['dev', 'prod'].map(env => arn('iam', `role/shop-${env}-*`, { global: true })),
        Condition: { StringEquals: { 'iam:PassedToService': [...new Set(services)].sort() } },
      },
    ])
  })

  const onRole = (action: string, role: string, context: Record<string, string> = {}): Request => ({
    action,
    resource: arn('iam', `role/${role}`, { global: true }),
    context,
  })

  test.each(['iam:CreateRole', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:DeleteRole'])(
    '%s is for roles of its environments, not for the one that it is itself',
    action => {
      const may = (role: string) => isAllowed(ofRole(golden), onRole(action, role))
      expect(
        ['shop-prod-web-TaskRole-1A', 'shop-shared-CloudFormationRole-1A', 'shop-admin-prod-Role-1A', 'other'].map(may),
      ).toEqual([true, false, false, false])
    },
  )

  test.each(['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary', 'iam:DeleteRolePolicy'])(
    'with a boundary, %s is for roles that have it',
    action => {
      const boundary = (name: string) => ({ 'iam:PermissionsBoundary': `arn:aws:iam::123456789012:policy/${name}` })
      const may = (context?: Record<string, string>) => isAllowed(ofRole(bounded), onRole(action, 'shop-prod-Role-1A', context))
      expect([may(), may(boundary('another')), may(boundary('developers'))]).toEqual([false, false, true])
    },
  )
  test('with a boundary, nobody takes it off', () => {
    const off = onRole('iam:DeleteRolePermissionsBoundary', 'shop-prod-Role-1A')
    expect([isAllowed(ofRole(golden), off), isAllowed(ofRole(bounded), off)]).toEqual([true, false])
  })
  test('may not change its own policies', () => {
    expect(actionsOf(ofRole(golden)).filter(action => /^iam:.*Polic(y|ies)/.test(action) && !/Role/.test(action))).toEqual([])
  })
})

describe('what stands for every resource', () => {
  /** Made without a name by which it could be told, in networks that may be somebody else's. */
  const makes = /^(ec2:(AllocateAddress|Create\w+|RunInstances)|elasticloadbalancing:Create(LoadBalancer|TargetGroup))$/
  const reads = /:(Describe|Get|List)/

  test.each(Object.keys(golden))('in %s takes none, is read, or is made', id => {
    const broad = golden[id]!.filter(({ Resource }) => list(Resource).includes('*'))
    const narrow = actionsOf(broad).filter(
      action => !reads.test(action) && !makes.test(action) && resourcesOf(action, { app: 'shop', env: 'prod' })[0] !== '*',
    )
    expect(narrow).toEqual([])
  })
  test.each(Object.keys(golden))('in %s holds in the regions of the application only', id => {
    const broad = golden[id]!.filter(({ Resource }) => list(Resource).includes('*'))
    expect(
      broad.filter(({ Sid, Condition }) => Sid !== 'Tasks' && !Condition?.['StringEquals']?.['aws:RequestedRegion']),
    ).toEqual([])
  })
  test('in another region it does not', () => {
    const request = (where: string) => ({ action: 'ec2:CreateVpc', resource: '*', context: { 'aws:RequestedRegion': where } })
    expect([region, 'us-east-1', 'eu-west-1'].map(where => isAllowed(ofRole(golden), request(where)))).toEqual([
      true,
      true,
      false,
    ])
  })
})

describe("mm's own calls", () => {
  const sourcesBelow = (path: string) => {
    const folder = fileURLToPath(new URL(path, import.meta.url))
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
    return files.map(file => readFileSync(folder + file, 'utf8'))
  }
  const calls = [
    ...new Set(
      sourcesBelow('../../src/aws/').flatMap(text =>
        [...text.matchAll(/'([a-z0-9-]+:[A-Z]\w+)'/g)].map(([, action = '']) => action),
      ),
    ),
  ].sort()

  /** Of a new network's default security group, which has no tag: at an environment's first deployment, which is an administrator's. */
  const first = ['ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress']

  /** `aws cloudformation continue-update-rollback`: what errors say to do. Creating a hosted zone is none of a deployment's. */
  const printed = sourcesBelow('../../src/ops/')
    .flatMap(text => [...text.matchAll(/aws ([a-z]+) ([a-z]+(?:-[a-z]+)+) --/g)])
    .map(
      ([, service = '', command = '']) =>
        `${service}:${command.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`,
    )
    .filter(action => action.startsWith('cloudformation:'))

  const later = [...new Set([...calls, ...printed])].sort().filter(action => !first.includes(action))

  test('are there along with the commands that errors print', () => {
    expect(printed).toContain('cloudformation:ContinueUpdateRollback')
  })

  /** Rights that no call is named for. */
  const besides: Record<string, string> = {
    'cloudformation:BatchDescribeTypeConfigurations': 'a check for drift',
    'cloudformation:DetectStackResourceDrift': 'a check for drift',
    'cloudformation:TagResource': 'a change set with tags',
    'cloudformation:UntagResource': 'a change set without some',
    'ec2:CreateTags': 'a snapshot with tags',
    'ec2:DescribeImages': 'a parameter that CloudFormation looks up',
    'ec2:DescribeVpcs': 'a parameter that CloudFormation looks up',
    'ecr:BatchCheckLayerAvailability': 'docker push',
    'ecr:BatchGetImage': 'docker push',
    'ecr:CompleteLayerUpload': 'docker push',
    'ecr:CreateRepository': 'the shared stack, for a new service',
    'ecr:DescribeRepositories': 'the shared stack, for a new service',
    'ecr:GetDownloadUrlForLayer': 'docker push',
    'ecr:GetLifecyclePolicy': 'the shared stack, for a new service',
    'ecr:GetRepositoryPolicy': 'the shared stack, for a new service',
    'ecr:InitiateLayerUpload': 'docker push',
    'ecr:ListTagsForResource': 'the shared stack, for a new service',
    'ecr:PutImage': 'docker push',
    'ecr:PutLifecyclePolicy': 'the shared stack, for a new service',
    'ecr:TagResource': 'the shared stack, for a new service',
    'ecr:UploadLayerPart': 'docker push',
    'iam:PassRole': "CloudFormation's role",
    'route53:GetHostedZone': 'a parameter that CloudFormation looks up',
    'route53:ListHostedZones': 'a parameter that CloudFormation looks up',
    's3:GetObject': 'a large template, which CloudFormation reads by the rights of who names it',
    'ssm:GetParameters': 'a parameter that CloudFormation looks up',
  }

  test('are all that both policies allow, but for what goes with them', () => {
    expect(calls.length).toBeGreaterThan(30)
    expect(actionsOf(operate)).toEqual([...new Set([...later, ...Object.keys(besides)])].sort())
  })
  test('of a repository are those of its handlers, but for keys, policies, and changes that need an administrator', () => {
    const handlers = permissionsOf('AWS::ECR::Repository').filter(action => action.startsWith('ecr:'))
    expect(handlers.filter(action => !actionsOf(deploy).includes(action)).sort()).toEqual([
      'ecr:DeleteLifecyclePolicy',
      'ecr:DeleteRepository',
      'ecr:DeleteRepositoryPolicy',
      'ecr:PutImageScanningConfiguration',
      'ecr:PutImageTagMutability',
      'ecr:SetRepositoryPolicy',
      'ecr:UntagResource',
    ])
  })

  const context = (app: string): Record<string, string> => ({
    'aws:RequestedRegion': region,
    'aws:RequestTag/mm:app': app,
    'aws:ResourceTag/mm:app': app,
    'ec2:CreateAction': 'CreateSnapshot',
    'ecs:cluster': arn('ecs', `cluster/${app}-prod-Cluster-1A2B`),
    'iam:PassedToService': 'cloudformation.amazonaws.com',
  })
  const may = (action: string, owner: Owner) =>
    resourcesOf(action, owner).every(resource =>
      isAllowed(operate, { action, resource: exact[action]?.(owner) ?? resource, context: context(owner.app) }),
    )
  /** Resources of the stack itself. */
  const exact: Record<string, (owner: Owner) => string> = {
    'iam:PassRole': ({ app }) =>
      arn('iam', `role/${app === 'shop' ? 'shared-roles-CloudFormationRole' : 'other'}`, { global: true }),
    's3:GetObject': ({ app }) => `arn:aws:s3:::${app === 'shop' ? 'shared-roles-ArtifactBucket' : 'other'}/templates/a/1.yml`,
    's3:DeleteObject': ({ app }) =>
      `arn:aws:s3:::${app === 'shop' ? 'shared-roles-ArtifactBucket' : 'other'}/locks/shop-dev.json`,
    's3:ListBucket': ({ app }) => `arn:aws:s3:::${app === 'shop' ? 'shared-roles-ArtifactBucket' : 'other'}`,
    's3:PutObject': ({ app }) => `arn:aws:s3:::${app === 'shop' ? 'shared-roles-ArtifactBucket' : 'other'}/templates/a/1.yml`,
    'ec2:CreateTags': () => `arn:aws:ec2:${region}::snapshot/snap-1`,
  }
  /** What tells of everything, of AWS's own, or of what's new and hence nobody's. */
  const everybodys =
    /^(ec2|autoscaling|elasticloadbalancing|route53|servicequotas|sts|ssm|ecr:GetAuthorizationToken|ecs:DescribeTaskDefinition|cloudformation:(DescribeStacks|DescribeStackDriftDetectionStatus|BatchDescribeTypeConfigurations))\b/
  const narrowed = /:(Modify|CreateSnapshot)/

  test.each([...later, ...Object.keys(besides)].map(action => [action]))('%s is allowed on what is the own', action => {
    expect(may(action, { app: 'shop', env: 'prod' })).toBe(true)
  })
  test.each(
    [...later, ...Object.keys(besides)]
      .filter(action => !everybodys.test(action) || narrowed.test(action))
      .map(action => [action]),
  )("%s isn't on what is a neighbour's", action => {
    expect(may(action, { app: 'shop-admin', env: 'prod' })).toBe(false)
    expect(may(action, { app: 'other', env: 'prod' })).toBe(false)
  })

  test('of a stack are for its environments, and for none that is unknown to the roles', () => {
    const on = (stack: string, tags: Record<string, string> = {}) =>
      isAllowed(deploy, {
        action: 'cloudformation:CreateChangeSet',
        resource: arn('cloudformation', `stack/${stack}/1a`),
        context: tags,
      })
    const tagged = { 'aws:ResourceTag/mm:app': 'shop' }
    expect(['shop-dev', 'shop-dev-web', 'shop-prod-cdn', 'shop-shared'].map(stack => on(stack, tagged))).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(on('shop-dev-web')).toBe(true)
    expect(['shop-test', 'shop-devil', 'shop-admin-prod', 'shop'].map(stack => on(stack, tagged))).toEqual([
      false,
      false,
      false,
      false,
    ])
    // An application that is called like an environment of another has the names of its stacks.
    expect(on('shop-dev-prod', { 'aws:ResourceTag/mm:app': 'shop-dev' })).toBe(false)
  })
  test('of the bucket: locks are taken and given back, templates are kept', () => {
    const on = (action: string, key: string) =>
      isAllowed(deploy, { action: `s3:${action}`, resource: `arn:aws:s3:::shared-roles-ArtifactBucket/${key}` })
    const actions = ['GetObject', 'PutObject', 'DeleteObject']
    expect(actions.map(action => on(action, 'locks/shop-dev.json'))).toEqual([true, true, true])
    expect(actions.map(action => on(action, 'templates/a/1.yml'))).toEqual([true, true, false])
    expect(actions.map(action => on(action, 'other.json'))).toEqual([false, false, false])
  })
  test('of the shared stack are changes, not its end', () => {
    const on = (action: string, stack: string) =>
      isAllowed(operate, { action: `cloudformation:${action}`, resource: arn('cloudformation', `stack/${stack}/1a`) })
    for (const action of ['DeleteStack', 'UpdateTerminationProtection']) {
      expect([action, on(action, 'shop-shared'), on(action, 'shop-dev')]).toEqual([action, false, true])
    }
  })
  test('who passes the role, passes it to CloudFormation and nobody else', () => {
    const pass = (service: string) =>
      isAllowed(deploy, {
        action: 'iam:PassRole',
        resource: exact['iam:PassRole']!({ app: 'shop', env: 'prod' }),
        context: { 'iam:PassedToService': service },
      })
    expect(['cloudformation.amazonaws.com', 'ec2.amazonaws.com'].map(pass)).toEqual([true, false])
  })
  test('deploying takes no snapshot and no protection off, and begins no check for drift', () => {
    expect(actionsOf(golden['OperatorPolicy']!)).toEqual([
      'autoscaling:DescribeAutoScalingGroups',
      'cloudformation:BatchDescribeTypeConfigurations',
      'cloudformation:DescribeStackDriftDetectionStatus',
      'cloudformation:DetectStackDrift',
      'cloudformation:DetectStackResourceDrift',
      'ec2:CreateSnapshot',
      'ec2:CreateTags',
      'ec2:DescribeInstances',
      'ec2:DescribeSnapshots',
      'ec2:DescribeVolumes',
      'elasticloadbalancing:ModifyLoadBalancerAttributes',
      'rds:ModifyDBCluster',
      'ssm:GetCommandInvocation',
      'ssm:SendCommand',
    ])
  })
})

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: 6,144 characters without whitespace, ten policies to a role.
test('each policy keeps to its size, with long names and many environments', () => {
  const environments = [
    'development',
    'integration',
    'acceptance',
    'performance',
    'staging',
    'production',
    'demonstration',
    'training',
  ]
  const template = sharedTemplate({ services: [], environments }, { blockPublicSnapshots: false, deploymentRoles: {} })
  const policies = policiesOf('shared/roles', JSON.parse(JSON.stringify(template)) as ParsedStack, 'a-name-of-20-letters')
  const values = {
    App: 'a-name-of-20-letters',
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::URLSuffix': 'amazonaws.com',
    'ArtifactBucket.Arn': 'arn:aws:s3:::shared-roles-ArtifactBucket',
    'CloudFormationRole.Arn': arn('iam', 'role/shared-roles-CloudFormationRole', { global: true }),
  }
  const sizes = Object.entries(policies).map(([id, Statement]) => [
    id,
    JSON.stringify({ Version: '2012-10-17', Statement }).length,
  ])
  expect(sizes.filter(([, size]) => Number(size) > maxPolicyCharacters)).toEqual([])
  expect(sizes).toHaveLength(8)
  expect(Object.entries(policySizes(template, values))).toEqual(sizes)
})

// UPDATE_DOCS=1 writes it anew; the diff is then for a reviewer to read.
test('docs/permissions.md has every right', () => {
  const page = fileURLToPath(new URL('../../docs/permissions.md', import.meta.url))
  const template = sharedTemplate({ services: [], environments: ['prod'] }, { blockPublicSnapshots: false, deploymentRoles: {} })
  const section = rightsSection(policiesOf('shared/roles', JSON.parse(JSON.stringify(template)) as ParsedStack))
  const [written = ''] = readFileSync(page, 'utf8').split(generatedHeading)
  if (process.env['UPDATE_DOCS']) writeFileSync(page, written + section)
  expect(readFileSync(page, 'utf8')).toBe(written + section)
})
