// What a mongod answers to a client, and what it refuses. Each rule is one of MongoDB's:
// * With a key file nothing but hello, ping and logging in is allowed without a login; through the loopback, while there's no user at all, the
//   first one may be made and the set be initiated. https://www.mongodb.com/docs/manual/core/localhost-exception/
// * A set is initiated once. https://www.mongodb.com/docs/manual/reference/command/replSetInitiate/
// * A new configuration has the next version, and at most one voting member more or less; one change at a time. Its voting members must hold what
//   was acknowledged, and the primary be one of them.
//   https://www.mongodb.com/docs/manual/reference/command/replSetReconfig/
// * Only a primary takes writes; one that recovers from its oplog alone takes none.
// * local can't be dropped by a member; alone the database can, while its oplog can't be dropped by itself (SERVER-38356).
import { contents, save } from './data-files.mjs'
import { dataOf, electable, initiateOn, knows, node, nodes, primaryOf, stateOf, tick, writeTo } from './replica-set.mjs'
import { clientOf, refusedBy } from './tls.mjs'
import { event, fault, write } from './world.mjs'

/** An error as mongosh throws it. */
export class Refused extends Error {
  constructor(codeName, text = codeName) {
    super(text)
    this.codeName = codeName
  }
}

/** A connection to one mongod. */
export function database(each, { loopback = false, user } = {}) {
  const connection = { each, loopback, user }
  const sibling = name => ({
    getSiblingDB: sibling,
    adminCommand: command => answer(connection, typeof command === 'string' ? { [command]: 1 } : command),
    runCommand: command => answer(connection, command),
    auth: (name, password) => login(connection, name, password),
    getUser: name => (may(connection), usersOf(each)[name] ? { user: name } : null),
    createUser: ({ user: made, ...rest }) => putUser(connection, made, rest, { isNew: true }),
    updateUser: (made, rest) => putUser(connection, made, rest, { isNew: false }),
    dropDatabase: () => dropDatabase(connection, name),
    getCollectionNames: () => (may(connection), collections(dataOf(each), name)),
    getCollection: collection => ({ find: () => cursor(connection, name, collection) }),
  })
  return sibling('test')
}

const usersOf = each => contents(dataOf(each), each).users

function may({ each, loopback, user }, { byException = false } = {}) {
  if (each.mode !== 'set' || user) return
  if (byException && loopback && Object.keys(usersOf(each)).length === 0) return
  throw new Refused('Unauthorized', 'command requires authentication')
}

function login(connection, name, password) {
  if (usersOf(connection.each)[name]?.pwd !== password) throw new Refused('AuthenticationFailed')
  connection.user = name
  return { ok: 1 }
}

/** A client's connection, or an error as a driver throws it. */
export function connectTo(each, client) {
  const refused = refusedBy(each.tls, client)
  if (refused) throw new Refused(undefined, `MongoServerSelectionError: ${refused}`)
}

/** Logged in to the primary that one of these hosts knows of; a driver waits 30 s for one. */
export function seek(uri) {
  const { username, password, searchParams, hosts } = parse(uri)
  const client = clientOf(searchParams.get('tls') === 'true', searchParams.get('tlsCAFile'))
  const takes = each => !refusedBy(each.tls, { ...client, host: each.host })
  const primary = () =>
    nodes()
      .filter(each => hosts.includes(each.host) && each.set === searchParams.get('replicaSet') && takes(each))
      .map(primaryOf)
      .find(each => each && takes(each))
  for (let left = 30; left > 0 && !primary(); left--) tick()
  const found = primary()
  if (!found) throw new Refused(undefined, 'MongoServerSelectionError: no primary')
  const db = database(found)
  db.auth(username, password)
  return db
}

function parse(uri) {
  const [, user, hosts, rest] = /^mongodb:\/\/([^@]+)@([^/]+)(\/.*)$/.exec(uri)
  const { username, password, searchParams } = new URL(`mongodb://${user}@one${rest}`)
  const plain = [username, password].map(decodeURIComponent)
  return {
    username: plain[0],
    password: plain[1],
    searchParams,
    hosts: hosts.split(',').map(host => host.replace(/:27017$/, '')),
  }
}

function answer(connection, command) {
  const { each } = connection
  const [name] = Object.keys(command)
  switch (name) {
    case 'ping':
      return { ok: 1 }
    case 'hello':
      return hello(each)
    case 'replSetInitiate':
      return initiate(connection, command[name])
    case 'replSetGetConfig':
      may(connection)
      return { config: shown(dataOf(each).config), ok: 1 }
    case 'replSetReconfig':
      return reconfigure(connection, command[name])
    case 'replSetStepDown':
      return stepDown(connection)
    case 'replSetGetStatus':
      may(connection)
      if (!dataOf(each).config) throw new Refused('NotYetInitialized', 'no replset config has been received')
      return { members: status(each), ok: 1 }
    case 'getParameter':
      may(connection)
      return { featureCompatibilityVersion: { version: '8.0' }, ok: 1 }
    case 'buildInfo':
      return { version: '8.0.15', ok: 1 }
    default:
      throw new Refused('CommandNotFound', `no stand-in for ${name}`)
  }
}

function hello(each) {
  if (each.mode !== 'set') return { isWritablePrimary: true, ok: 1 }
  const [state, primary, { config }] = [stateOf(each), primaryOf(each), dataOf(each)]
  return {
    ...(config ? { setName: config._id, me: `${each.host}:27017`, hosts: config.members.map(({ host }) => host) } : {}),
    ...(config && primary ? { primary: `${primary.host}:27017` } : {}),
    isWritablePrimary: state === 'PRIMARY',
    secondary: state === 'SECONDARY',
    ok: 1,
  }
}

/** The shell's, as far as the script uses it: seconds in the high half, a count in the low one. */
const timestamp = (high, low) => ({ getHighBitsUnsigned: () => high, getLowBitsUnsigned: () => low })

function status(each) {
  return dataOf(each).config.members.map(({ _id, host }) => {
    const other = node(host.replace(/:27017$/, ''))
    const well = knows(each, other)
    const seconds = well ? (dataOf(other).oplog?.length ?? 0) : 0
    return {
      _id,
      name: host,
      health: well ? 1 : 0,
      stateStr: well ? stateOf(other) : 'DOWN',
      optimeDate: new Date(seconds * 1000),
      optime: { ts: timestamp(seconds, seconds > 0 ? 1 : 0) },
      ...(other?.host === each.host ? { self: true } : {}),
    }
  })
}

function change(name) {
  event(name)
  const mode = fault(name)
  if (mode === 'ignored') return false
  if (mode) throw new Refused(mode, `${name}: ${mode}`)
  return true
}

function initiate(connection, config) {
  may(connection, { byException: true })
  if (dataOf(connection.each).config) throw new Refused('AlreadyInitialized')
  if (change('initiate')) initiateOn(connection.each, config)
  return { ok: 1 }
}

/** Whether a member is new isn't shown. https://jira.mongodb.org/browse/SERVER-46344 */
const shown = config => ({ ...config, members: config.members.map(({ newlyAdded: _, ...member }) => ({ tags: {}, ...member })) })

function reconfigure(connection, config) {
  const { each } = connection
  may(connection)
  if (stateOf(each) !== 'PRIMARY') throw new Refused('NotWritablePrimary')
  const data = dataOf(each)
  if (config.version !== data.config.version + 1) throw new Refused('NewReplicaSetConfigurationIncompatible')
  const voters = ({ members }) => members.filter(({ newlyAdded }) => !newlyAdded).map(({ host }) => host)
  const [old, next] = [voters(data.config), config.members.map(({ host }) => host)]
  const added = next.filter(host => !data.config.members.some(member => member.host === host))
  const removed = old.filter(host => !next.includes(host))
  if (added.length + removed.length > 1) throw new Refused('NewReplicaSetConfigurationIncompatible')
  if (!next.includes(`${each.host}:27017`)) throw new Refused('NewReplicaSetConfigurationIncompatible', 'the primary itself')
  if (
    !isHeld(
      each,
      old.filter(host => next.includes(host)),
    )
  )
    throw new Refused('CurrentConfigNotCommittedYet')
  if (change('reconfigure')) {
    const before = data.config.members
    const members = config.members.map(member => {
      const known = before.find(({ _id }) => _id === member._id)
      return known ? { ...known, tags: member.tags } : { ...member, newlyAdded: true }
    })
    data.config = { ...config, id: data.config.id, members }
    save(each.dbPath, data)
  }
  return { ok: 1 }
}

/** What was acknowledged must be held by more than half of the voting members that stay. */
const isHeld = (each, hosts) => {
  const length = dataOf(each).oplog.length
  const holders = hosts
    .map(host => node(host.replace(/:27017$/, '')))
    .filter(other => other && dataOf(other).oplog?.length >= length)
  return holders.length * 2 > hosts.length
}

/** Hands over to a member that has a vote and all writes, within ten seconds. */
function stepDown({ each, ...connection }) {
  may({ each, ...connection })
  if (stateOf(each) !== 'PRIMARY') throw new Refused('NotWritablePrimary')
  const heirs = () => electable(each).filter(other => other.host !== each.host && isHeld(each, [other.host]))
  for (let left = 10; left > 0 && heirs().length === 0; left--) tick()
  if (heirs().length === 0) throw new Refused('ExceededTimeLimit', 'No electable secondaries caught up')
  if (change('step down')) write('leader', heirs()[0].host)
  return { ok: 1 }
}

function putUser(connection, name, { pwd, roles }, { isNew }) {
  const { each } = connection
  may(connection, { byException: isNew })
  if (each.mode === 'recovering') throw new Refused('IllegalOperation', 'read-only')
  if (each.mode === 'set' && stateOf(each) !== 'PRIMARY') throw new Refused('NotWritablePrimary')
  if (isNew === Boolean(usersOf(each)[name])) throw new Refused(isNew ? 'Location51003' : 'UserNotFound')
  if (change(`${isNew ? 'create' : 'update'} user ${name}`)) writeTo(each, { users: { [name]: { pwd, roles } } })
}

function dropDatabase(connection, name) {
  may(connection)
  if (name !== 'local') throw new Refused('IllegalOperation', `${name} must not be dropped`)
  if (connection.each.mode !== 'standalone')
    throw new Refused('IllegalOperation', 'Cannot drop local while replication is active')
  if (!change('drop local')) return
  const data = dataOf(connection.each)
  Object.assign(data, { oplog: null, config: null, applied: 0, syncing: 0 })
  save(connection.each.dbPath, data)
}

const collections = (data, name) =>
  name === 'local' ? ['startup_log', ...(data.oplog ? ['oplog.rs'] : []), ...(data.config ? ['system.replset'] : [])] : []

/** Of the oplog only: one entry a minute. */
function cursor(connection, name, collection) {
  may(connection)
  if (`${name}.${collection}` !== 'local.oplog.rs') throw new Refused('CommandNotFound', `no stand-in for ${collection}`)
  const entries = (dataOf(connection.each).oplog ?? []).map((_, i) => ({ wall: new Date(i * 60_000) }))
  const ordered = order => ({ limit: count => ({ toArray: () => (order < 0 ? entries.toReversed() : entries).slice(0, count) }) })
  return { sort: ({ $natural }) => ordered($natural) }
}
