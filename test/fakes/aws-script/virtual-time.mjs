// Loaded into mm before its own code: its waits last as long as the scripted world says, and its clock shows that world's time. Only what waits by
// node:timers/promises is concerned, which is how mm waits; the SDK's time limits are real ones.
import { get } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

// How far this machine's clock is ahead of the world's.
const ahead = Number(process.env.VIRTUAL_AHEAD)
let now = Number(process.env.VIRTUAL_NOW) + ahead
Date.now = () => now
// Each pause is as long as it is on average, so that a story goes the same way each time.
Math.random = () => 0.5

timers.setTimeout = (ms, value, { signal, ref = true } = {}) =>
  new Promise((resolve, reject) => {
    const request = get(
      `${process.env.VIRTUAL_CLOCK}/sleep?ms=${ms}${ref ? '' : '&background'}`,
      { signal, agent: false },
      response => {
        let text = ''
        response.setEncoding('utf8').on('data', more => (text += more))
        response.on('end', () => {
          now = Math.max(now, Number(text) + ahead)
          resolve(value)
        })
        response.on('error', reject)
      },
    )
    request.on('error', reject)
  })
syncBuiltinESMExports()
