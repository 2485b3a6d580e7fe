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
    '--label',
    'org.opencontainers.image.revision=1',
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
    '--label',
    'org.opencontainers.image.revision=1',
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

test('anew: with the base images of today, and nothing that was kept', () => {
  for (const buildKit of [true, false]) {
    const args = buildArgs(request, { buildKit })
    const anew = buildArgs({ ...request, anew: true }, { buildKit })
    expect(anew.filter(each => !args.includes(each))).toEqual(['--pull', '--no-cache'])
    expect(anew.filter(each => args.includes(each))).toEqual(args)
  }
})

test('files get another image once they are committed, also from a registry with a port', () => {
  const label = (tag: string) => {
    const args = buildArgs({ ...request, reference: `localhost:5000/shop/web:${tag}` }, { buildKit: true })
    return args[args.indexOf('--label') + 1]
  }
  expect(label('0a1b2c3-dirty-9f8e')).toBe('org.opencontainers.image.revision=0a1b2c3-dirty-9f8e')
  expect(label('4d5e6f7')).toBe('org.opencontainers.image.revision=4d5e6f7')
})
