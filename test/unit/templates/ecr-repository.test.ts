import { expect, test } from '@jest/globals'
import { ecrRepositoryOf } from '../../../src/templates/service/ecr-repository.js'

const digest = `sha256:${'0a'.repeat(32)}`

test.each<[string, string]>([
  ['111122223333.dkr.ecr.eu-central-1.amazonaws.com/proxy', 'eu-central-1:111122223333:repository/proxy'],
  ['111122223333.dkr.ecr.us-east-1.amazonaws.com/team/proxy:1.29', 'us-east-1:111122223333:repository/team/proxy'],
  [`111122223333.dkr.ecr.us-east-1.amazonaws.com/proxy@${digest}`, 'us-east-1:111122223333:repository/proxy'],
  [`111122223333.dkr.ecr.us-east-1.amazonaws.com/proxy:1@${digest}`, 'us-east-1:111122223333:repository/proxy'],
  ['111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com/proxy:1', 'us-gov-west-1:111122223333:repository/proxy'],
  ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/proxy:1', 'cn-north-1:111122223333:repository/proxy'],
  ['111122223333.dkr-ecr.eu-central-1.on.aws/proxy:1', 'eu-central-1:111122223333:repository/proxy'],
])('%s is of a repository with an ARN', (image, rest) => {
  expect(ecrRepositoryOf(image)).toEqual({ 'Fn::Sub': `arn:\${AWS::Partition}:ecr:${rest}` })
})

test.each([
  'nginx',
  'public.ecr.aws/nginx/nginx:1.29',
  'registry.example/web:1',
  '1111.dkr.ecr.eu-central-1.amazonaws.com/proxy',
  'registry.example/111122223333.dkr.ecr.eu-central-1.amazonaws.com/proxy',
  '111122223333.dkr.ecr.eu-central-1.amazonaws.com.example/proxy',
  '111122223333.dkr.ecr.eu-central-1.amazonaws.com/',
])('%s is of another registry', image => {
  expect(ecrRepositoryOf(image)).toBeUndefined()
})
