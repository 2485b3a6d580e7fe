import { describe, expect, test } from '@jest/globals'
import { stackView } from '../../../src/ui/stack-view.js'
import { event } from '../../fakes/world.js'

const service = (status: string, at = 0) => event('Service', status, { at, type: 'AWS::ECS::Service' })
const stack = event('shop-dev-web', 'UPDATE_IN_PROGRESS', { type: 'AWS::CloudFormation::Stack' })
const rollout = {
  service: 'web',
  revisions: [
    { revision: '42', desired: 2, running: 1, pending: 1, failed: 0 },
    { revision: '41', desired: 2, running: 2, pending: 0, failed: 0 },
  ],
  targets: { healthy: 2, total: 3 },
}

describe('the view of a stack', () => {
  test('has no line before there is an event', () => {
    const view = stackView()
    view.rollout(rollout)
    expect(view.lines(8, 0)).toEqual([])
  })

  test('has the rollout inside the line of the service, how long it goes on, and usually does', () => {
    const view = stackView()
    for (const each of [
      stack,
      event('Role', 'UPDATE_COMPLETE'),
      event('Topic', 'UPDATE_IN_PROGRESS'),
      service('UPDATE_IN_PROGRESS', 5000),
    ])
      view.add(each)
    view.rollout(rollout)
    view.usual(
      new Map([
        ['Service UPDATE', 150_000],
        ['shop-dev-web UPDATE', 170_000],
      ]),
    )
    expect(view.lines(8, 70_000)).toEqual([
      'Service update in progress  1 min 5 s, usually 2 min 30 s',
      '  rev 42  1/2 running · 1 pending · 0 failed · targets 2/3 healthy',
      '  rev 41  2 running',
      'Topic update in progress  1 min 10 s',
      '1 resource done; the stack usually 2 min 50 s',
    ])
  })

  test('counts from the first time that a new resource is said to be in progress, and never backwards', () => {
    const view = stackView()
    view.add(event('Topic', 'CREATE_IN_PROGRESS', { at: 1000 }))
    view.add(event('Topic', 'CREATE_IN_PROGRESS', { at: 3000, reason: 'Resource creation Initiated' }))
    expect(view.lines(8, 5000)[0]).toBe('Topic create in progress  4 s')
    expect(view.lines(8, 0)[0]).toBe('Topic create in progress  0 s')
  })

  test('has no more lines than there is room, what failed first', () => {
    const view = stackView()
    for (const id of ['A', 'B', 'C', 'D']) view.add(event(id, 'CREATE_IN_PROGRESS'))
    view.add(event('E', 'CREATE_FAILED', { reason: 'no room' }))
    view.add(service('CREATE_IN_PROGRESS'))
    view.rollout(rollout)
    expect(view.lines(6, 0)).toEqual([
      'E create failed: no room',
      'Service create in progress  0 s',
      '  rev 42  1/2 running · 1 pending · 0 failed · targets 2/3 healthy',
      '  rev 41  2 running',
      'A create in progress  0 s',
      '0 resources done, 3 more under way',
    ])
    expect(view.lines(2, 0)).toEqual(['E create failed: no room', '0 resources done, 5 more under way'])
  })
})
