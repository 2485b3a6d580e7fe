import { expect, test } from '@jest/globals'
import { buildArgs } from '../../../src/docker/build-args.js'

const request = {
  context: '/shop',
  dockerfile: '/shop/web/Dockerfile',
  args: {},
  platform: 'linux/x86_64',
  reference: 'registry/shop/web:1',
}

test('the least, with the legacy builder', () => {
  expect(buildArgs(request, { buildKit: false })).toEqual([
    'build',
    '--force-rm',
    '--platform',
    'linux/amd64',
    '--tag',
    'registry/shop/web:1',
    '--file',
    '/shop/web/Dockerfile',
    '/shop',
  ])
})

test('everything, with BuildKit', () => {
  const everything = {
    ...request,
    platform: 'linux/arm64',
    target: 'production',
    args: { NODE_ENV: 'production', GREETING: 'a = b' },
  }
  expect(buildArgs(everything, { buildKit: true })).toEqual([
    'build',
    '--progress=plain',
    '--provenance=false',
    '--platform',
    'linux/arm64',
    '--tag',
    'registry/shop/web:1',
    '--file',
    '/shop/web/Dockerfile',
    '--target',
    'production',
    '--build-arg',
    'NODE_ENV=production',
    '--build-arg',
    'GREETING=a = b',
    '/shop',
  ])
})
