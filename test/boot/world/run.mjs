// Plays one scenario: JSON on standard input, JSON on standard output. See README.md and ../scenario.ts.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { contents, load, save } from './data-files.mjs'
import { clearUnit, filesWith, log, newRootDisk, powerOff, powerOn, run, setMe } from './machine.mjs'
import { playMongo } from './mongo.mjs'
import { beginWorld, endInstance, newVolume, secrets, writeEnvironment } from './prepare.mjs'
import { dataOf, node, nodes, stateOf, tick, writeTo } from './replica-set.mjs'
import { W, has, lines, list, read, remove, write } from './world.mjs'

const scenario = JSON.parse(readFileSync(0, 'utf8'))
const hosts = [...Array(scenario.members).keys()].map(i => `db-${i}.db.zone`)
/** The stack's parameters, and how many instances there have been. */
let now = { generation: 1, snapshot: '', instances: 0 }

const verbs = {
  async boot({ member = 0, instance = 'new', previous, env = {}, limits = {}, kill, faults = {}, uptime = 60 }) {
    if (instance === 'new') {
      endInstance(hosts, member, previous)
      newRootDisk()
      write(`instance-of-${member}`, `i-${++now.instances}`)
      setMe(member, `i-${now.instances}`)
    } else if (instance === 'reboot') {
      powerOff(hosts[member])
      powerOn()
    }
    writeEnvironment(hosts, member, { ...now, ...env })
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
      notes: volume(read(`volume-of-${member}`)).notes,
      initialised: read('markers/db/initialised'),
      leaks: [
        ...filesWith(Object.values(secrets).map(({ password, keyfile, seed }) => password ?? keyfile ?? seed)),
        // The member's own key is mongod's to read; the authority's is on no disk.
        ...filesWith(['PRIVATE KEY']).filter(file => file !== '/etc/mongod.pem'),
      ],
    }
  },
  async pulse({ faults = {}, env = {} }) {
    remove('faults')
    for (const [name, mode] of Object.entries(faults)) write(`faults/${name}`, mode)
    writeFileSync(`${W}/metrics`, '')
    const status = await run('/mm/bash /usr/local/sbin/mm-db-pulse', env)
    return { status, metrics: lines('metrics') }
  },
  /** What mm asks of the member that booted last. */
  async ask({ faults = {} }) {
    remove('faults')
    for (const [name, mode] of Object.entries(faults)) write(`faults/${name}`, mode)
    const status = await run(`/usr/local/sbin/mm-db-member >${W}/answer 2>${W}/complaint`, {})
    return { status, answer: read('answer'), complaint: read('complaint') }
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
    now = { ...now, generation: to, snapshot: from }
    hosts.forEach((_, member) => newVolume(member, `vol-${member}g${to}`, member === 0 ? from : undefined))
  },
  loseVolume: ({ member, volume = `vol-${member}new`, from }) => newVolume(member, volume, from),
  stop: ({ member }) => endInstance(hosts, member),
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
  tls: each.tls,
  ...contents(dataOf(each), each),
})

async function play(actions) {
  const results = []
  for (const { do: name, ...rest } of actions) results.push((await verbs[name](rest)) ?? {})
  const markers = list('markers').flatMap(folder => list(`markers/${folder}`).map(name => `${folder}/${name}`))
  return {
    results,
    volumes: Object.fromEntries(list('volumes').map(id => [id, volume(id)])),
    nodes: Object.fromEntries(nodes().map(each => [each.host.slice(0, 4), seen(each)])),
    markers: Object.fromEntries(markers.map(name => [name, read(`markers/${name}`)])),
    arguments: lines('arguments'),
  }
}

/** Each of the cases goes on where the actions ended; it must begin with a new instance, since machines aren't kept. */
async function playCases(cases) {
  const [kept, outcomes] = [now, []]
  cpSync(W, '/kept', { recursive: true })
  for (const each of cases) {
    for (const name of list('.')) remove(name)
    cpSync('/kept', W, { recursive: true })
    now = { ...kept }
    outcomes.push(await play(each))
  }
  rmSync('/kept', { recursive: true })
  return outcomes
}

beginWorld(hosts, scenario.script)
const close = await playMongo()
const outcome = await play(scenario.actions)
const outcomes = await playCases(scenario.cases ?? [])
close()
console.log(JSON.stringify([outcome, ...outcomes]))
