import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { differences } from './specification.js'
import { goldenNames, goldenStack } from './support.js'

test.each(goldenNames)('every property of %s is as the resource specification has it', name => {
  expect(differences(goldenStack(name))).toEqual([])
})

describe('what the comparison would find', () => {
  const withVpc = (change: (properties: Record<string, unknown>) => void) => {
    const stack = goldenStack('environment/dev')
    change(stack.Resources['PublicSubnet0']!.Properties!)
    return differences(stack)
  }

  test('an unknown property', () => {
    expect(withVpc(properties => (properties['VpcID'] = 'vpc-1'))).toEqual(['PublicSubnet0.VpcID: unknown'])
  })
  test('a required one that is missing', () => {
    expect(withVpc(properties => delete properties['VpcId'])).toEqual(['PublicSubnet0.VpcId: required'])
  })
  test('a value of another type', () => {
    expect(withVpc(properties => (properties['MapPublicIpOnLaunch'] = 'no'))).toEqual([
      'PublicSubnet0.MapPublicIpOnLaunch: "no" is no boolean',
    ])
  })
})

test.each(['generate-resource-types', 'generate-boot-script', 'generate-permissions'])(
  '%s has been run after the last change',
  script => {
    const path = fileURLToPath(new URL(`../../scripts/${script}.mjs`, import.meta.url))
    expect(() => execFileSync(process.execPath, [path, '--check'], { stdio: 'pipe' })).not.toThrow()
  },
)
