import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { awsRegion } from '../../../src/workspace/aws-region.js'
import { repository, type Repository } from '../../support/repository.js'

let repo: Repository
beforeEach(() => {
  repo = repository(
    {
      config:
        '# mine\n[default]\nregion = eu-west-1\noutput = json\n\n[profile shop]\r\nregion=us-east-2\r\n[sso-session x]\nsso_region = ap-south-1\n',
    },
    { git: false },
  )
})
afterEach(() => repo.remove())

const regionWith = (environment: Record<string, string>) =>
  awsRegion({ AWS_CONFIG_FILE: join(repo.root, 'config'), ...environment })

test.each([
  [{ AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' }, 'a', 'AWS_REGION'],
  [{ AWS_REGION: '', AWS_DEFAULT_REGION: 'b' }, 'b', 'AWS_DEFAULT_REGION'],
])('%j', (environment, value, because) => {
  expect(regionWith(environment)).toEqual({ value, because })
})

test.each([
  [{}, 'eu-west-1', 'default'],
  [{ AWS_PROFILE: 'shop' }, 'us-east-2', 'shop'],
])('the profile of %j', (environment, value, profile) => {
  expect(regionWith(environment)).toEqual({ value, because: `the profile ${profile} in ${join(repo.root, 'config')}` })
})

test.each([{ AWS_PROFILE: 'x' }, { AWS_PROFILE: 'nobody' }, { AWS_CONFIG_FILE: '/nowhere/config' }])(
  '%j has none',
  environment => {
    expect(regionWith(environment)).toBeUndefined()
  },
)
