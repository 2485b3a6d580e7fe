import { expect, test } from '@jest/globals'
import { accepting, resource, retain } from '../../../src/templates/cfn.js'

test('accepted findings stand in the template beside what else a resource has', () => {
  expect(resource('AWS::SNS::Topic', {}, { ...retain, ...accepting({ CKV_AWS_26: 'names of alarms, no data' }) })).toEqual({
    Type: 'AWS::SNS::Topic',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Metadata: { mm: { suppress: [{ id: 'CKV_AWS_26', reason: 'names of alarms, no data' }] } },
  })
})

test('where nothing is accepted there is no Metadata', () => {
  expect(accepting({})).toEqual({})
})
