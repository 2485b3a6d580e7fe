// Stands in for mongod: a file in the world says that it runs. Its data files are in data-files.mjs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { close, load, save } from './data-files.mjs'
import { node, run } from './replica-set.mjs'
import { tlsOf } from './tls.mjs'
import { Exit, event, fault, read, remove } from './world.mjs'

const die = text => {
  throw new Exit(1, text)
}
/** This machine's, as the other members call it. */
const host = () => read('host')

export function mongod(args) {
  if (args.includes('--service')) startInSet()
  else if (args.includes('--shutdown')) shutDown(args[args.indexOf('--dbpath') + 1])
  else startAlone(args)
}

/** As systemd starts it: by /etc/mongod.conf. */
export function startInSet() {
  if (node(host())) return
  event('start mongod')
  if (fault('start mongod')) return
  const conf = readFileSync('/etc/mongod.conf', 'utf8')
  const found = pattern => pattern.exec(conf)?.[1] ?? die(`mongod.conf has no ${pattern}`)
  const address = found(/bindIp: "127\.0\.0\.1,([^"]+)"/)
  if (address !== read(`enis/eni-${read('member')}/address`)) die(`cannot bind to ${address}`)
  open({
    mode: 'set',
    port: 27017,
    dbPath: found(/dbPath: ([^,}]+)/),
    set: found(/replSetName: ([^}]+)/),
    keyfile: readFileSync(found(/keyFile: ([^}]+)/), 'utf8'),
    tls: tlsOf(conf),
    retention: /oplogMinRetentionHours: (\d+)/.exec(conf)?.[1],
  })
}

function startAlone(args) {
  const value = name => args[args.indexOf(name) + 1]
  const recovering = args.includes('recoverFromOplogAsStandalone=true')
  const what = recovering ? 'start mongod to recover' : 'start mongod alone'
  if (value('--bind_ip') !== '127.0.0.1') die('a mongod without logins that others can reach')
  if (node(host())) die('DBPathInUse: another mongod runs')
  event(what)
  if (fault(what)) die('mongod: child process failed, exited with 100')
  const dbPath = value('--dbpath')
  // Without an oplog, or without a time to apply it from, it ends at once; with takeUnstableCheckpointOnShutdown it may be done twice.
  const data = load(dbPath)
  if (recovering && !data.oplog) die('mongod: no oplog to recover from')
  const keep = args.includes('takeUnstableCheckpointOnShutdown=true')
  if (recovering && !data.stable && !keep) die("Cannot use 'recoverFromOplogAsStandalone' without a stable checkpoint.")
  open({ mode: recovering ? 'recovering' : 'standalone', keep, port: Number(value('--port')), dbPath })
}

/** The volume's own folder: another machine may mount another one in the same place. */
function open(each) {
  const real = realpath(each.dbPath)
  writeFileSync(join(real, 'mongod.lock'), '1234\n')
  run(host(), { ...each, dbPath: real })
}

const realpath = dbPath => dbPath.replace(/^\/data/, join('/world/volumes', read(`volume-of-${read('member')}`), 'fs'))

function shutDown(dbPath) {
  const each = node(host())
  if (!each) die('There doesn’t seem to be a server running')
  event('stop mongod')
  const mode = fault('stop mongod')
  if (mode === 'fail') die('killing process failed')
  remove(`mongods/${host()}`)
  // A crash on the way leaves the lock file as it was.
  if (mode === 'crash') return
  const data = load(realpath(dbPath))
  close(data, each)
  save(each.dbPath, data)
  if (existsSync(join(each.dbPath, 'mongod.lock'))) writeFileSync(join(each.dbPath, 'mongod.lock'), '')
}
