// Stands in for mongosh: runs the script's own JavaScript in a context with db, rs and connect.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import vm from 'node:vm'
import { tick, node } from './replica-set.mjs'
import { Refused, connectTo, database, seek } from './server.mjs'
import { clientOf } from './tls.mjs'
import { read } from './world.mjs'

export function mongosh(args, env, print) {
  if (args.includes('--version')) return
  const port = Number(args[args.indexOf('--port') + 1]) || 27017
  const text = args.includes('--eval') ? args[args.indexOf('--eval') + 1] : readFileSync(args.at(-1), 'utf8')
  tick()
  vm.runInNewContext(text, {
    process: { env },
    require: createRequire('/'),
    print: (...values) => print(values.join(' ')),
    sleep: milliseconds => tick(milliseconds / 1000),
    connect: uri => seek(uri).getSiblingDB('admin'),
    ...(args.includes('--nodb') ? {} : local(port, clientOf(args.includes('--tls'), args[args.indexOf('--tlsCAFile') + 1]))),
  })
}

/** The mongod of this machine, over the loopback. */
function local(port, client) {
  const each = node(read('host'))
  if (each?.port !== port) throw new Refused('ECONNREFUSED', `connect ECONNREFUSED 127.0.0.1:${port}`)
  connectTo(each, { ...client, host: '127.0.0.1' })
  const connection = database(each, { loopback: true })
  return {
    db: connection.getSiblingDB('test'),
    rs: { initiate: config => connection.getSiblingDB('admin').adminCommand({ replSetInitiate: config }) },
  }
}
