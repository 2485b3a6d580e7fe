import { expect, test } from '@jest/globals'
import { losingRules } from '../../../../src/ops/drift/attached-rules.js'
import type { ResourceChange } from '../../../../src/ops/ports/cloudformation.js'
import type { Difference } from '../../../../src/ops/ports/drift.js'
import { change } from '../../../fakes/world.js'

const group = (differences: Difference[], more: Partial<ResourceChange> = {}) =>
  change('BalancerSecurityGroup', {
    ...{ type: 'AWS::EC2::SecurityGroup', action: 'update', properties: ['SecurityGroupEgress'] },
    ...{ outside: { deleted: false, differences } },
    ...more,
  })
const toService = '{"DestinationSecurityGroupId":"sg-1","IpProtocol":"tcp"}'
const path = 'SecurityGroupEgress/1'

test.each<[string, ResourceChange, boolean]>([
  ['a rule that another stack has added', group([{ path, actual: toService }]), true],
  ['the same, told in parts', group([{ path: `${path}/DestinationSecurityGroupId`, actual: 'sg-1' }]), true],
  ['the same, told as a whole list', group([{ path: 'SecurityGroupEgress', expected: '[]', actual: `[${toService}]` }]), true],
  ['it is not told which', group([]), true],
  ['it is not told what', group([{ path }]), true],
  ["somebody's rule to the internet", group([{ path, actual: '{"CidrIp":"0.0.0.0/0"}' }]), false],
  [
    "somebody's change of the template's rule",
    group([{ path: `${path}/CidrIp`, expected: '10.0.0.0/8', actual: '0.0.0.0/0' }]),
    false,
  ],
  ['a tag', group([{ path: 'Tags/0', expected: 'a' }], { properties: ['Tags'] }), false],
  [
    'nothing was changed outside',
    change('G', { type: 'AWS::EC2::SecurityGroup', action: 'update', properties: ['SecurityGroupEgress'] }),
    false,
  ],
  ['it is made anew', group([], { action: 'create', outside: { deleted: true, differences: [] } }), false],
  ['another type', group([{ path, actual: toService }], { type: 'AWS::EC2::SecurityGroupEgress' }), false],
])('%s', (_, of, loses) => {
  expect(losingRules({ changes: [change('Other'), of] })).toEqual(loses ? ['BalancerSecurityGroup'] : [])
})
