import { expect, test } from '@jest/globals'
import { inOrder } from '../../../src/ops/in-order.js'

const later = async (value: string) => {
  await new Promise(resolve => setImmediate(resolve))
  return value
}

test('resolves to all values, each in its place', async () => {
  expect(await inOrder([later('a'), Promise.resolve(2)])).toEqual(['a', 2])
})

test('throws the first error of the list, not of time, after all have ended', async () => {
  let ended = false
  const slow = later('late').then(text => {
    throw new Error(text)
  })
  const slowest = later('')
    .then(() => later(''))
    .then(() => void (ended = true))
  await expect(inOrder([slow, Promise.reject(new Error('at once')), slowest])).rejects.toThrow('late')
  expect(ended).toBe(true)
})
