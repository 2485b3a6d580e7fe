import { afterEach, expect, test } from '@jest/globals'
import { registry } from '../../../src/aws/registry.js'
import { closeFakeAws, fakeAws } from '../../fakes/aws-context.js'
import { failure, result } from '../../fakes/aws-server.js'

afterEach(closeFakeAws)

const digest = `sha256:${'a'.repeat(64)}`

test('login: the token, taken apart, and the host without its scheme', async () => {
  const authorizationToken = Buffer.from('AWS:se/cr+et=').toString('base64')
  const proxyEndpoint = 'https://123456789012.dkr.ecr.eu-central-1.amazonaws.com'
  const aws = await fakeAws({ GetAuthorizationToken: [result({ authorizationData: [{ authorizationToken, proxyEndpoint }] })] })
  expect(await registry(aws.context).login()).toEqual({
    server: '123456789012.dkr.ecr.eu-central-1.amazonaws.com',
    username: 'AWS',
    password: 'se/cr+et=',
  })
})

test('digest of a tag', async () => {
  const aws = await fakeAws({ DescribeImages: [result({ imageDetails: [{ imageDigest: digest }] })] })
  expect(await registry(aws.context).digest('shop/web', 'abc')).toBe(digest)
  expect(aws.calls[0]?.input).toMatchObject({ repositoryName: 'shop/web', imageIds: [{ imageTag: 'abc' }] })
})

test('every tag of a repository, page by page', async () => {
  const other = `sha256:${'b'.repeat(64)}`
  const aws = await fakeAws({
    DescribeImages: [
      result({ imageDetails: [{ imageDigest: digest, imageTags: ['a', 'b'], imagePushedAt: 12.5 }], nextToken: 'more' }),
      result({ imageDetails: [{ imageDigest: other }, { imageDigest: other, imageTags: ['c'] }] }),
    ],
  })
  expect(await registry(aws.context).images('shop/web')).toEqual([
    { tag: 'a', digest, pushedAt: 12_500 },
    { tag: 'b', digest, pushedAt: 12_500 },
    { tag: 'c', digest: other, pushedAt: 0 },
  ])
  expect(aws.calls.map(({ input }) => input)).toEqual([
    { repositoryName: 'shop/web', filter: { tagStatus: 'TAGGED' }, maxResults: 1000 },
    { repositoryName: 'shop/web', filter: { tagStatus: 'TAGGED' }, maxResults: 1000, nextToken: 'more' },
  ])
})

test('of a repository that is gone there is none; a refusal is another matter', async () => {
  const failures = [failure('RepositoryNotFoundException', 'no'), failure('AccessDeniedException', 'no')]
  const aws = await fakeAws({ DescribeImages: failures })
  expect(await registry(aws.context).images('shop/web')).toEqual([])
  await expect(registry(aws.context).images('shop/web')).rejects.toMatchObject({ code: 'AccessDenied' })
})

test('tag of a digest, when it has one', async () => {
  const details = [{ imageDigest: digest, imageTags: ['abc'] }, { imageDigest: digest }]
  const aws = await fakeAws({ DescribeImages: details.map(each => result({ imageDetails: [each] })) })
  expect(await registry(aws.context).tag('shop/web', digest)).toBe('abc')
  expect(await registry(aws.context).tag('shop/web', digest)).toBeUndefined()
  expect(await registry(aws.context).has('shop/web', digest)).toBe(true)
  expect(aws.calls[0]?.input).toMatchObject({ repositoryName: 'shop/web', imageIds: [{ imageDigest: digest }] })
})

test.each(['ImageNotFoundException', 'RepositoryNotFoundException'])('%s: there is none', async code => {
  const aws = await fakeAws({ DescribeImages: [failure(code, 'no'), failure(code, 'no')] })
  expect(await registry(aws.context).has('shop/web', digest)).toBe(false)
  expect(await registry(aws.context).tag('shop/web', digest)).toBeUndefined()
  expect(await registry(aws.context).digest('shop/web', 'abc')).toBeUndefined()
})

test('a refusal is no absence', async () => {
  const message = 'User: a is not authorized to perform: ecr:DescribeImages on resource: arn:aws:ecr:x:1:repository/shop/web'
  const aws = await fakeAws({ DescribeImages: [failure('AccessDeniedException', message)] })
  await expect(registry(aws.context).digest('shop/web', 'abc')).rejects.toMatchObject({
    code: 'AccessDenied',
    message: 'AWS denies ecr:DescribeImages',
  })
})
