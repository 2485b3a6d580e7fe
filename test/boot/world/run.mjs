// Plays one scenario: JSON on standard input, JSON on standard output. See README.md and ../scenario.ts.
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { filesWith, clearUnit, log, newRootDisk, powerOff, powerOn, run, setMe } from './machine.mjs'
import { contents, load } from './data-files.mjs'
import { playMongo } from './mongo.mjs'
import { dataOf, node, nodes, stateOf, tick, writeTo } from './replica-set.mjs'
import { save } from './data-files.mjs'
import { W, has, lines, list, read, remove, write } from './world.mjs'

const scenario = JSON.parse(readFileSync(0, 'utf8'))
const { members } = scenario
const hosts = [...Array(members).keys()].map(i => `db-${i}.db.zone`)
const secrets = {
  admin: { username: 'mmadmin', password: 'password-of-admin' },
  app: { username: 'app', password: 'password-of-app', dbname: 'shop' },
  monitor: { username: 'mmmonitor', password: 'password-of-monitor' },
  keyfile: { keyfile: 'keyfile'.repeat(100) },
}
let generation = 1
let snapshot = ''
let instances = 0

function newVolume(member, id, from) {
  mkdirSync(`${W}/volumes/${id}`, { recursive: true })
  write(`volumes/${id}/state`, 'available')
  write(`volumes/${id}/snapshot`, from ?? 'None')
  writeFileSync(`${W}/volumes/${id}/device`, Buffer.alloc(2 * 1024 * 1024))
  if (from) cpSync(`${W}/snapshots/${from}`, `${W}/volumes/${id}/fs`, { recursive: true })
  write(`volume-of-${member}`, id)
}

function begin() {
  for (const name of list('.')) remove(name)
  for (const file of ['clock', 'uptime']) write(file, file === 'clock' ? 0 : 60)
  for (const file of ['calls', 'events', 'arguments', 'signals', 'metrics']) writeFileSync(`${W}/${file}`, '')
  mkdirSync(`${W}/faults`)
  for (const [name, value] of Object.entries(secrets)) write(`secrets/${name}`, JSON.stringify(value))
  hosts.forEach((_, member) => {
    newVolume(member, `vol-${member}`)
    write(`enis/eni-${member}/state`, 'available')
    write(`enis/eni-${member}/address`, `10.0.0.1${member}`)
  })
  writeFileSync(`${W}/script`, scenario.script)
  chmodSync(`${W}/script`, 0o755)
}

/** The instance before has gone: what it held is free, unless the scenario says that AWS still names it as the holder. */
function endInstance(member, { state = 'terminated', holds = false } = {}) {
  const id = read(`instance-of-${member}`)
  if (!id) return
  write(`instances/${id}`, state)
  if (state === 'terminated') remove(`mongods/${hosts[member]}`)
  for (const each of [...list('volumes').map(volume => `volumes/${volume}`), `enis/eni-${member}`]) {
    if (read(`${each}/holder`) !== id || (holds && each.startsWith('volumes'))) continue
    remove(`${each}/holder`)
    write(`${each}/state`, 'available')
  }
}

function environment(member, more) {
  const values = {
    REGION: 'eu-central-1',
    STACK: 'shop-prod-db',
    ASG: `Group${member}`,
    INDEX: member,
    MEMBERS: members,
    GENERATION: generation,
    SNAPSHOT: member === 0 ? snapshot : '',
    VOL: read(`volume-of-${member}`),
    ENI: `eni-${member}`,
    ENI_IP: `10.0.0.1${member}`,
    SELF: hosts[member],
    SEEDS: hosts.map(host => `${host}:27017`).join(),
    SET: 'rs-db',
    MARKERS: '/mm/db',
    NAMESPACE: 'mm/shop',
    ADMIN_SECRET: 'admin',
    APP_SECRET: 'app',
    MONITOR_SECRET: 'monitor',
    KEYFILE_SECRET: 'keyfile',
    LOG_GROUP: 'log',
    MONGO_VERSION: '8.0.15',
    OPLOG_HOURS: '',
    ...more,
  }
  writeFileSync(
    '/etc/mm-db.env',
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  )
}

const actions = {
  async boot({ member = 0, instance = 'new', previous, env = {}, limits = {}, kill, faults = {}, uptime = 60 }) {
    if (instance === 'new') {
      endInstance(member, previous)
      newRootDisk()
      write(`instance-of-${member}`, `i-${++instances}`)
      setMe(member, `i-${instances}`)
    } else if (instance === 'reboot') {
      powerOff(hosts[member])
      powerOn()
    }
    environment(member, env)
    write('uptime', uptime)
    remove('faults')
    for (const [name, mode] of Object.entries(faults)) write(`faults/${name}`, mode)
    for (const file of ['calls', 'events', 'signals']) writeFileSync(`${W}/${file}`, '')
    if (kill) write('kill', kill)
    const before = log().length
    const status = await run(`${W}/script`, { PATIENCE: '10', ATTEMPTS: '8', LENIENCE: '3', ...limits })
    remove('kill')
    if (status === 'SIGKILL') powerOff(hosts[member])
    else if (status !== 0) clearUnit(hosts[member])
    return {
      status,
      log: log().slice(before),
      events: lines('events'),
      calls: lines('calls'),
      signals: lines('signals'),
      leaks: filesWith([...Object.values(secrets).map(({ password, keyfile }) => password ?? keyfile)]),
    }
  },
  async pulse({ faults = {}, env = {} }) {
    remove('faults')
    for (const [name, mode] of Object.entries(faults)) write(`faults/${name}`, mode)
    writeFileSync(`${W}/metrics`, '')
    const status = await run('/mm/bash /usr/local/sbin/mm-db-pulse', env)
    return { status, metrics: lines('metrics') }
  },
  /** Documents that the application has written, acknowledged. */
  write: ({ member = 0, docs }) => writeTo(node(hosts[member]), { docs }),
  checkpoint({ member = 0 }) {
    const each = node(hosts[member])
    const data = dataOf(each)
    save(each.dbPath, { ...data, checkpoint: contents(data, each), applied: data.oplog.length })
  },
  snapshot: ({ member = 0, name }) =>
    cpSync(`${W}/volumes/${read(`volume-of-${member}`)}/fs`, `${W}/snapshots/${name}`, { recursive: true }),
  /** What the stack's update makes: new volumes, member 0's from the snapshot. */
  restore({ from, to }) {
    generation = to
    snapshot = from
    hosts.forEach((_, member) => newVolume(member, `vol-${member}g${to}`, member === 0 ? from : undefined))
  },
  loseVolume: ({ member, volume = `vol-${member}new`, from }) => newVolume(member, volume, from),
  stop: ({ member }) => endInstance(member),
  wait: ({ seconds }) => {
    for (let i = 0; i < seconds; i++) tick()
  },
  /** Writes a file of the world, or removes it. */
  put: ({ file, text }) => (text === undefined ? remove(file) : write(file, text)),
}

function volume(id) {
  const notes = name => (has(`volumes/${id}/fs/${name}`) ? { [name]: read(`volumes/${id}/fs/${name}`) } : {})
  const data = load(`${W}/volumes/${id}/fs/db`)
  return {
    holder: read(`volumes/${id}/holder`),
    formats: lines(`volumes/${id}/formats`).length,
    notes: { ...notes('.mm-generation'), ...notes('.mm-version'), ...notes('.mm-restore') },
    hosts: data.config?.members.map(({ host }) => host) ?? [],
    files: list(`volumes/${id}/fs/db`),
  }
}

const seen = each => ({
  state: each.mode === 'set' ? stateOf(each) : each.mode,
  set: dataOf(each).config?.id,
  keyfile: each.keyfile,
  retention: each.retention,
  ...contents(dataOf(each), each),
})

begin()
const close = await playMongo()
const results = []
for (const { do: name, ...rest } of scenario.actions) results.push((await actions[name](rest)) ?? {})
const markers = list('markers').flatMap(folder =>
  list(`markers/${folder}`).map(name => [`${folder}/${name}`, read(`markers/${folder}/${name}`)]),
)
close()
console.log(
  JSON.stringify({
    results,
    volumes: Object.fromEntries(list('volumes').map(id => [id, volume(id)])),
    nodes: Object.fromEntries(nodes().map(each => [each.host.slice(0, 4), seen(each)])),
    markers: Object.fromEntries(markers),
    arguments: lines('arguments'),
  }),
)
