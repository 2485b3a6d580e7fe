// Running mongods (world/mongods/HOST: JSON) and what goes on among them.
import { apply, contents, load, openInSet, save } from './data-files.mjs'
import { reaches } from './tls.mjs'
import { list, pass, read, write } from './world.mjs'

export const nodes = () => list('mongods').map(host => node(host))
export const node = host => (list('mongods').includes(host) ? { host, ...JSON.parse(read(`mongods/${host}`)) } : undefined)
export const dataOf = each => load(each.dbPath)

/** Members log in to one another with the key file; with another one they don't get in. Heartbeats go both ways. */
export const knows = (a, b) =>
  a.mode === 'set' && b?.mode === 'set' && a.set === b.set && a.keyfile === b.keyfile && reaches(a, b) && reaches(b, a)
const hostOf = member => member.host.replace(/:27017$/, '')

/** Members of its configuration that answer, itself included. */
const reachable = each =>
  (dataOf(each).config?.members ?? []).map(member => node(hostOf(member))).filter(other => knows(each, other))

/** Who has come furthest; of equals `leader`, or the first. */
export const primaryOf = each => {
  const leads = other => (other.host === read('leader') ? 1 : 0)
  return electable(each).toSorted(
    (a, b) => (dataOf(b).oplog?.length ?? 0) - (dataOf(a).oplog?.length ?? 0) || leads(b) - leads(a),
  )[0]
}

/**
 * More than half of the voting members must be up. A member that is new to the configuration has no vote until its first copy is complete
 * (since MongoDB 5.0); one that copies again keeps its vote; one that was taken out knows of none.
 * https://www.mongodb.com/docs/manual/reference/replica-states/
 */
export function electable(each) {
  const voters =
    dataOf(each)
      .config?.members.filter(({ newlyAdded }) => !newlyAdded)
      .map(hostOf) ?? []
  const up = reachable(each).filter(other => dataOf(other).config && voters.includes(other.host))
  if (up.length * 2 <= voters.length || !isNamed(each)) return []
  return up.filter(other => !dataOf(other).syncing)
}

const isNamed = each => dataOf(each).config?.members.some(member => hostOf(member) === each.host)

export function stateOf(each) {
  const { config, syncing } = dataOf(each)
  if (!isNamed(each)) return config ? 'REMOVED' : 'STARTUP'
  if (syncing) return 'STARTUP2'
  return primaryOf(each)?.host === each.host ? 'PRIMARY' : 'SECONDARY'
}

/**
 * A second passes. Configurations travel by heartbeat, to whatever member is named in them and lets the sender in: also to one that holds
 * data and has no configuration of its own. One without an oplog then copies everything, and what it held is gone.
 * https://www.mongodb.com/docs/manual/core/replica-set-sync/#initial-sync
 */
export function tick(seconds = 1) {
  pass(seconds)
  for (const each of nodes()) {
    for (const other of reachable(each)) {
      adopt(dataOf(each).config, other)
      if (dataOf(other).config) adopt(dataOf(other).config, each)
    }
  }
  for (const each of nodes()) follow(each)
}

function adopt(config, other) {
  const data = dataOf(other)
  if (data.config && (data.config.id !== config.id || data.config.version >= config.version)) return
  data.config = config
  if (!data.oplog) {
    data.checkpoint = { docs: {}, users: {} }
    data.syncing = Number(read('sync-ticks', '2'))
  }
  save(other.dbPath, data)
}

function follow(each) {
  const from = each.mode === 'set' && primaryOf(each)
  if (!from || from.host === each.host) return
  const slow = Number(read(`slow/${each.host}`, '0'))
  if (slow > 0) return write(`slow/${each.host}`, slow - 1)
  const [data, source] = [dataOf(each), dataOf(from)]
  if (data.syncing > 1) data.syncing--
  else if (data.syncing === 1) {
    Object.assign(data, {
      checkpoint: contents(source, from),
      oplog: source.oplog,
      applied: source.oplog.length,
      stable: true,
      syncing: 0,
    })
    giveVote(from, each.host)
  } else data.oplog = source.oplog
  save(each.dbPath, data)
}

/** The primary itself changes the configuration when a new member has copied the data. */
function giveVote(primary, host) {
  const data = dataOf(primary)
  const members = data.config.members.map(({ newlyAdded, ...member }) =>
    newlyAdded && hostOf(member) !== host ? { ...member, newlyAdded } : member,
  )
  data.config = { ...data.config, version: data.config.version + 1, members }
  save(primary.dbPath, data)
}

/** An acknowledged write: in a set to the oplog, alone to the data. */
export function writeTo(each, entry) {
  const data = dataOf(each)
  if (each.mode === 'set') data.oplog.push(entry)
  else apply(data.checkpoint, entry)
  save(each.dbPath, data)
}

export function initiateOn(each, { _id, members }) {
  const data = dataOf(each)
  Object.assign(data, { config: { _id, id: `set-${read('clock')}`, version: 1, members }, oplog: [], applied: 0, stable: true })
  save(each.dbPath, data)
}

export function run(host, each) {
  const data = load(each.dbPath)
  if (each.mode === 'set') openInSet(data)
  save(each.dbPath, data)
  write(`mongods/${host}`, JSON.stringify(each))
}
