import { expect, test } from '@jest/globals'
import { logicalName, variableName } from '../../../src/templates/cfn.js'

test.each([
  ['backend', 'Backend', 'BACKEND'],
  ['order-api', 'OrderApi', 'ORDER_API'],
  ['api2-v1', 'Api2V1', 'API2_V1'],
  ['a-1', 'A1', 'A_1'],
])('%s is %s in a logical id and %s in a variable', (name, logical, variable) => {
  expect(logicalName(name)).toBe(logical)
  expect(variableName(name)).toBe(variable)
})
