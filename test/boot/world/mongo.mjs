// Plays the programs mongod and mongosh for the stand-ins of the same names.
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { mongod } from './mongod.mjs'
import { mongosh } from './mongosh.mjs'
import { Exit, W, note } from './world.mjs'

/** Resolves to what closes it. */
export function playMongo() {
  const server = createServer(socket => {
    let request = ''
    socket.setEncoding('utf8').on('data', text => {
      request += text
      if (request.endsWith('\0END\0')) socket.end(answer(request.split('\0').slice(0, -2)))
    })
    // The power went while it waited.
    socket.on('error', () => {})
  })
  return new Promise(resolve => server.listen(4000, '127.0.0.1', () => resolve(() => server.close())))
}

function answer([program, count, ...rest]) {
  const args = rest.slice(0, Number(count))
  const env = Object.fromEntries(
    rest.slice(Number(count)).map(each => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
  )
  note('arguments', args.join(' '))
  const printed = { out: '', err: '', status: 0 }
  try {
    if (program === 'mongod') mongod(args)
    else mongosh(args, env, text => (printed.out += `${text}\n`))
  } catch (error) {
    printed.status = error instanceof Exit ? error.status : 1
    printed.err = `${error instanceof Exit ? error.message : (error.stack ?? error)}\n`
  }
  writeFileSync(`${W}/stderr`, printed.err)
  return `${printed.status}\n${printed.out}`
}
