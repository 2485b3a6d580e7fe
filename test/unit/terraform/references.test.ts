import { expect, test } from '@jest/globals'
import { hcl } from '../../../src/terraform/hcl.js'
import { referenceTo } from '../../../src/terraform/references.js'

const earlier = [
  { label: 'shared', foreign: true, outputs: { ArtifactBucket: 'shop-artifacts-1', Services: 'web' } },
  {
    label: 'environment',
    foreign: false,
    outputs: {
      VpcId: 'vpc-0123456789abcdef0',
      PublicSubnets: 'subnet-a1,subnet-b1',
      PrivateSubnets: 'subnet-a2,subnet-b2',
      DatabaseSubnets: 'subnet-a2,subnet-b2',
      Nat: 'none',
      Empty: '',
    },
  },
]
const reference = (parameter: string, value: string) => {
  const found = referenceTo(earlier, parameter, value)
  return found && hcl([{ set: { x: found } }]).slice(4, -1)
}

test.each([
  ['VpcId', 'vpc-0123456789abcdef0', 'aws_cloudformation_stack.environment.outputs["VpcId"]'],
  ['Subnets', 'subnet-a1,subnet-b1', 'aws_cloudformation_stack.environment.outputs["PublicSubnets"]'],
  ['DatabaseSubnets', 'subnet-a2,subnet-b2', 'aws_cloudformation_stack.environment.outputs["DatabaseSubnets"]'],
  ['Nat', 'none', 'aws_cloudformation_stack.environment.outputs["Nat"]'],
  ['Bucket', 'shop-artifacts-1', 'data.aws_cloudformation_stack.shared.outputs["ArtifactBucket"]'],
])('%s = %s comes from %s', (parameter, value, expected) => expect(reference(parameter, value)).toBe(expected))

test.each([
  ['VpcId', 'vpc-of-before-the-last-deployment', 'the output has another value by now'],
  ['Subnets', 'subnet-a2,subnet-b2', 'two outputs have this value'],
  ['Mode', 'none', 'so short a value is equal by chance'],
  ['Empty', '', 'nothing is no value'],
])('%s = %j stays as it is: %s', (parameter, value) => expect(reference(parameter, value)).toBeUndefined())
