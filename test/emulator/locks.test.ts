import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { S3 } from '@aws-sdk/client-s3'
import { mm } from '../support/cli.js'
import { localAws, type LocalAws } from '../support/local-aws.js'
import type { Repository } from '../support/repository.js'
import { smallApp } from '../support/small-app.js'

// One account for the whole file: the tests tell one story, in order.
let aws: LocalAws
let repo: Repository
let s3: S3
let bucket = ''
const Key = 'locks/shop-dev.json'

beforeAll(async () => {
  aws = await localAws()
  repo = smallApp()
  const client = {
    region: 'eu-central-1',
    endpoint: aws.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  s3 = new S3({ ...client, forcePathStyle: true })
  expect(await run('env', 'deploy', '--yes')).toMatchObject({ exit: 0 })
  const { Stacks: [shared] = [] } = await new CloudFormation(client).describeStacks({ StackName: 'shop-shared' })
  bucket = shared?.Outputs?.find(({ OutputKey }) => OutputKey === 'ArtifactBucket')?.OutputValue ?? ''
}, 180_000)

afterAll(async () => {
  repo.remove()
  await aws.stop()
}, 60_000)

const run = (...args: string[]) => mm(args, { cwd: repo.root, env: { ...aws.env, MM_POLL_MS: '100' } })
const keys = async () => ((await s3.listObjectsV2({ Bucket: bucket, Prefix: 'locks/' })).Contents ?? []).map(each => each.Key)

test('the local AWS knows conditional writes and deletions', async () => {
  const put = (Body: string, condition: object) => s3.putObject({ Bucket: bucket, Key: 'locks/x.json', Body, ...condition })
  const { ETag } = await put('1', { IfNoneMatch: '*' })
  await expect(put('2', { IfNoneMatch: '*' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } })
  await expect(put('2', { IfMatch: '"0"' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } })
  const { ETag: next } = await put('2', { IfMatch: ETag })
  const remove = (IfMatch: string | undefined) =>
    s3.deleteObject({ Bucket: bucket, Key: 'locks/x.json', ...(IfMatch === undefined ? {} : { IfMatch }) })
  await expect(remove(ETag)).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } })
  await remove(next)
  await expect(put('3', { IfMatch: next })).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } })
  // The bucket is versioned: a deleted object is a marker, in whose place another may be put.
  await put('3', { IfNoneMatch: '*' })
  await s3.deleteObject({ Bucket: bucket, Key: 'locks/x.json' })
})

test('what was deployed left no lock', async () => {
  expect(await keys()).toEqual([])
  expect(await run('lock', 'status')).toMatchObject({ exit: 0, stdout: 'nothing is locked\n' })
})

test('of two at once one deploys, and the other reads who or finds all of it done', async () => {
  repo.write('mm/environments/dev/manifest.yml', 'name: dev\ntype: Environment\nalarms: {notify: [ops@shop.example]}\n')
  const both = await Promise.all([run('env', 'deploy', '--yes'), run('env', 'deploy', '--yes')])
  expect(both.map(({ exit }) => exit)).toContain(0)
  for (const { exit, stderr } of both)
    if (exit !== 0) expect([exit, stderr]).toEqual([1, expect.stringMatching(/error: shop-\w+ is locked by .* at /)])
  expect(await keys()).toEqual([])
}, 120_000)

test('one that somebody holds is listed, refuses, and is broken', async () => {
  const Body = JSON.stringify({ owner: 'ben', host: 'desk', command: 'mm env deploy', message: 'big release', nonce: '1' })
  await s3.putObject({ Bucket: bucket, Key, Body })
  const refused = await run('env', 'deploy', '--yes')
  expect([refused.exit, refused.stderr]).toEqual([1, expect.stringContaining('shop-dev is locked by ben at desk')])
  const { stdout } = await run('lock', 'status', '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    locks: [{ stack: 'shop-dev', owner: 'ben', message: 'big release', expired: false }],
  })
  expect(await run('lock', 'break', 'dev', '--yes')).toMatchObject({ exit: 0 })
  expect(await keys()).toEqual([])
  expect(await run('env', 'deploy', '--yes')).toMatchObject({ exit: 0 })
}, 120_000)
