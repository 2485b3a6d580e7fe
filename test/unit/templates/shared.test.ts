import { expect, test } from '@jest/globals'
import { render } from '../../../src/templates/render.js'
import { sharedTemplate } from '../../../src/templates/shared/shared-template.js'

test('each service has a repository, and the outputs say which', () => {
  const { Resources, Outputs } = sharedTemplate(
    { services: ['backend', 'order-api'], environments: ['dev'] },
    { blockPublicSnapshots: false },
  )
  expect(Object.keys(Resources)).toEqual(['BackendRepository', 'OrderApiRepository', 'ArtifactBucket', 'ArtifactBucketPolicy'])
  expect(Outputs['Services']).toEqual({ Value: 'backend,order-api' })
  expect(Outputs['OrderApiRepositoryUri']).toEqual({ Value: { 'Fn::GetAtt': ['OrderApiRepository', 'RepositoryUri'] } })
})

test('without a service there is only the bucket, and no empty output', () => {
  expect(Object.keys(sharedTemplate({ services: [], environments: ['dev'] }, { blockPublicSnapshots: false }).Outputs)).toEqual([
    'ArtifactBucket',
  ])
})

test('only what is no release expires', () => {
  const { LifecyclePolicy } = sharedTemplate({ services: ['backend'], environments: ['dev'] }, { blockPublicSnapshots: false })
    .Resources['BackendRepository']!.Properties as {
    LifecyclePolicy: { LifecyclePolicyText: string }
  }
  const { rules } = JSON.parse(LifecyclePolicy.LifecyclePolicyText) as { rules: { selection: object }[] }
  expect(rules.map(({ selection }) => selection)).toEqual([
    { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
    { tagStatus: 'tagged', tagPatternList: ['*-dirty-*'], countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
  ])
})

test('deployment roles come by themselves only, each policy with the names of its environments', () => {
  const { Resources, Outputs } = sharedTemplate(
    { services: [], environments: ['dev', 'prod'] },
    { blockPublicSnapshots: false, deploymentRoles: {} },
  )
  expect(Outputs).toMatchObject({
    CloudFormationRoleArn: { Value: { 'Fn::GetAtt': ['CloudFormationRole', 'Arn'] } },
    DeployPolicyArn: { Value: { Ref: 'DeployPolicy' } },
    OperatorPolicyArn: { Value: { Ref: 'OperatorPolicy' } },
    Environments: { Value: 'dev,prod' },
  })
  expect(JSON.stringify(Resources['DeployPolicy'])).toContain('stack/${App}-prod-*/*')
})

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html: a stack that isn't there yet has no bucket to send from.
test('with deployment roles and six services it can still be sent whole', () => {
  const services = ['frontend', 'backend', 'orders', 'payments', 'search', 'worker']
  const template = sharedTemplate({ services, environments: ['production'] }, { blockPublicSnapshots: true, deploymentRoles: {} })
  expect(Buffer.byteLength(render(template))).toBeLessThan(51_200)
})
