import { expect, test } from '@jest/globals'
import { refuseOtherAccount } from '../../../src/aws/right-account.js'

const identity = { account: '111111111111', region: 'eu-central-1', arn: 'arn:aws:iam::111111111111:user/me' }

test('the account that the manifest names is the right one', () => {
  expect(() => refuseOtherAccount(identity, '111111111111')).not.toThrow()
})

test('another is refused', () => {
  expect(() => refuseOtherAccount(identity, '222222222222')).toThrow(
    expect.objectContaining({
      code: 'WrongAccount',
      exitCode: 4,
      message: 'these credentials are of account 111111111111, and the environment is in 222222222222',
    }),
  )
})
