import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { account } from '../../../src/aws/account.js'
import { services } from '../../../src/aws/services.js'
import { closeFakeAws, fakeAws, type FakeAws } from '../../fakes/aws-context.js'
import { cut, failure, result, silence } from '../../fakes/aws-server.js'

const before = { ...process.env }
afterEach(async () => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  Object.assign(process.env, before)
  await closeFakeAws()
})

const me = result({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/dev' })

test('says who asks, to AWS and to the person', async () => {
  const aws = await fakeAws({ GetCallerIdentity: [me] })
  expect(await account(aws.context).identity()).toEqual({
    account: '123456789012',
    arn: 'arn:aws:iam::123456789012:user/dev',
    region: 'eu-central-1',
  })
  expect(aws.calls[0]?.headers['user-agent']).toMatch(/\bmm\/\d+\.\d+\.\d+/)
  expect(aws.calls[0]?.headers['authorization']).toMatch(/\/eu-central-1\/sts\/aws4_request/)
})

test('one client however many questions', async () => {
  const aws = await fakeAws({ GetCallerIdentity: [me] })
  const who = account(aws.context)
  await Promise.all([who.identity(), who.identity()])
  expect(new Set(aws.calls.map(call => call.headers['user-agent'])).size).toBe(1)
})

test.each([
  ['throttling', failure('Throttling', 'Rate exceeded')],
  ['a broken connection', cut],
  ['an error of AWS itself', failure('InternalFailure', 'oops', 500)],
])('%s is survived', async (_, trouble) => {
  const aws = await fakeAws({ GetCallerIdentity: [trouble, me] })
  expect((await account(aws.context).identity()).account).toBe('123456789012')
  expect(aws.actions()).toHaveLength(2)
})

describe('what lasts is told in words', () => {
  const once = () => void (process.env['AWS_MAX_ATTEMPTS'] = '1')

  test.each([
    [failure('Throttling', 'Rate exceeded'), 'Throttled', 'AWS throttled sts:GetCallerIdentity'],
    [cut, 'NetworkUnreachable', 'AWS could not be reached for sts:GetCallerIdentity'],
    [failure('ServiceUnavailable', 'oops', 503), 'AwsUnavailable', 'AWS failed at sts:GetCallerIdentity'],
    [
      failure('ExpiredToken', 'The security token included in the request is expired', 403),
      'CredentialsExpired',
      'the AWS credentials have expired',
    ],
    [
      failure('InvalidClientTokenId', 'The security token included in the request is invalid.', 403),
      'CredentialsInvalid',
      "AWS doesn't know these credentials",
    ],
    [
      failure('AccessDenied', 'User: arn:aws:iam::1:user/a is not authorized to perform: sts:GetCallerIdentity', 403),
      'AccessDenied',
      'AWS denies sts:GetCallerIdentity',
    ],
  ])('%j', async (answer, code, message) => {
    once()
    const aws = await fakeAws({ GetCallerIdentity: [answer] })
    await expect(account(aws.context).identity()).rejects.toMatchObject({ code, message })
  })

  test('nothing listens there: the address is named', async () => {
    once()
    const aws = await fakeAws({})
    await aws.close()
    await expect(account(aws.context).identity()).rejects.toMatchObject({
      code: 'NetworkUnreachable',
      details: { why: expect.stringContaining(new URL(aws.url).host) },
    })
  })

  test('no answer: the call ends', async () => {
    once()
    const aws = await fakeAws({ GetCallerIdentity: [silence] })
    Object.assign(aws.context.config, { requestHandler: { ...aws.context.config.requestHandler, requestTimeout: 100 } })
    await expect(account(aws.context).identity()).rejects.toMatchObject({
      code: 'NetworkUnreachable',
      details: { why: expect.stringMatching(/^http:\/\/127.*: a request has exceeded the configured 100 ms/) },
    })
  })

  test('there are no credentials anywhere', async () => {
    const home = mkdtempSync(join(tmpdir(), 'mm-home-'))
    const aws = await fakeAws({})
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'])
      delete process.env[name]
    Object.assign(process.env, {
      HOME: home,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(home, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
    })
    await expect(account(aws.context).identity()).rejects.toMatchObject({ code: 'NoCredentials', exitCode: 4 })
    expect(aws.actions()).toEqual([])
    rmSync(home, { recursive: true })
  })
})

test('Ctrl-C drops a question that is under way', async () => {
  const aws = await fakeAws({ GetCallerIdentity: [silence] })
  setTimeout(() => aws.interrupt(), 50)
  await expect(account(aws.context).identity()).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 })
})

describe('an order that is under way at Ctrl-C', () => {
  const order = async (aws: FakeAws) => {
    const told = services(aws.context).deploy('c', 'web', 'td:1', { force: false })
    while (!aws.actions().includes('UpdateService')) await new Promise(resolve => setTimeout(resolve, 5))
    aws.interrupt()
    return told
  }

  test('may still be answered', async () => {
    const aws = await fakeAws({ UpdateService: [cut, result({})] })
    await expect(order(aws)).resolves.toBeUndefined()
  })

  test('is given up when AWS does not answer for a moment', async () => {
    const aws = await fakeAws({ UpdateService: [silence] })
    const start = Date.now()
    await expect(order(aws)).rejects.toMatchObject({ code: 'Interrupted' })
    expect(Date.now() - start).toBeGreaterThan(1000)
  })
})
