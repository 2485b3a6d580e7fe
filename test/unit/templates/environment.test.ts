import { expect, test } from '@jest/globals'
import { environmentTemplate } from '../../../src/templates/environment/environment-template.js'
import { environment, network } from '../../support/values.js'

const subscriptions = (notify: string[]) =>
  Object.entries(environmentTemplate(environment({ alarms: { notify } }), { databases: [], throughCdn: false }).Resources).filter(
    ([, { Type }]) => Type === 'AWS::SNS::Subscription',
  )

test('alarms go to each address, by its protocol', () => {
  const found = subscriptions(['ops@example.com', 'https://pager.example.com/'])
  expect(found.map(([, { Properties }]) => Properties)).toEqual([
    { TopicArn: { Ref: 'AlarmTopic' }, Protocol: 'email', Endpoint: 'ops@example.com' },
    { TopicArn: { Ref: 'AlarmTopic' }, Protocol: 'https', Endpoint: 'https://pager.example.com/' },
  ])
})

test('addresses that differ in a character have subscriptions of their own, which the others leave alone', () => {
  const addresses = ['a.b@example.com', 'a-b@example.com', 'https://a.example.com', 'https://a.example.com/']
  const ids = subscriptions(addresses).map(([id]) => id)
  expect(new Set(ids).size).toBe(4)
  expect(ids.filter(id => !/^[A-Za-z0-9]+$/.test(id))).toEqual([])
  expect(subscriptions(addresses.slice(1)).map(([id]) => id)).toEqual(ids.slice(1))
})

test.each([
  ['single', 1, ['NatGateway0', 'NatGateway0']],
  ['per-az', 2, ['NatGateway0', 'NatGateway1']],
] as const)('NAT %s is %i gateways', (nat, gateways, routes) => {
  const { Resources } = environmentTemplate(environment({ network: network({ nat }) }), { databases: [], throughCdn: false })
  expect(Object.values(Resources).filter(({ Type }) => Type === 'AWS::EC2::NatGateway')).toHaveLength(gateways)
  expect([0, 1].map(zone => Resources[`PrivateDefaultRoute${zone}`]?.Properties)).toEqual(
    routes.map(gateway => expect.objectContaining({ NatGatewayId: { Ref: gateway } })),
  )
})
