// The parts of the boot script that talk to MongoDB. mongosh runs them; DO names the one.
const env = process.env
const self = `${env.SELF}:27017`

const fail = text => {
  throw new Error(text)
}
const until = (what, done, seconds = 300) => {
  for (let i = 0; i < seconds; i++) {
    if (done()) return
    sleep(1000)
  }
  fail(`timed out: ${what}`)
}
const hello = () => db.adminCommand({ hello: 1 })
const login = (admin, { username, password }) => {
  try {
    return admin.auth(username, password)
  } catch (e) {
    if (e.codeName !== 'AuthenticationFailed') throw e
  }
}

// From `prefer` on each member surely takes TLS; with `allow` some may not yet.
const overTls = ['prefer', 'require'].includes(env.TLS) ? '&tls=true&tlsCAFile=/etc/mongod-ca.pem' : ''

// The primary, wherever it is. Each attempt waits 30 s for one.
const primary = attempts => {
  const { username, password } = JSON.parse(env.ADMIN)
  const user = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`
  for (let left = attempts; ; left--) {
    try {
      return connect(`mongodb://${user}@${env.SEEDS}/admin?replicaSet=${env.SET}&serverSelectionTimeoutMS=30000${overTls}`)
    } catch (e) {
      if (left === 1 || e.codeName === 'AuthenticationFailed') throw e
    }
  }
}

const putUser = (admin, { username, password }, roles) => {
  const user = { pwd: password, roles }
  if (admin.getUser(username)) admin.updateUser(username, user)
  else admin.createUser({ user: username, ...user })
}
const putUsers = admin => {
  const app = JSON.parse(env.APP)
  putUser(admin, app, [{ role: 'readWrite', db: app.dbname }])
  putUser(admin, JSON.parse(env.MONITOR), ['clusterMonitor'])
}

// Members of the set that aren't the stack's: a rolled-back update leaves them, with their votes, until it ends their instances.
const isOurs = host => env.SEEDS.split(',').includes(host)
const strangers = () => {
  const { hosts = [], passives = [] } = hello()
  return [...hosts, ...passives].filter(host => !isOurs(host))
}

// The primary that this member is to join or follow. Which of the set's last writes the others had isn't known when they're gone.
const leader = () => {
  try {
    return primary(10)
  } catch (e) {
    const left = env.FRESH ? [] : strangers()
    if (left.length === 0) throw e
    fail(`no primary: ${left} have votes in the set, and aren't the stack's members; they may hold writes that this one lacks`)
  }
}

// One voting member at a time; since MongoDB 5.0 it has no vote until it has copied the data.
// https://www.mongodb.com/docs/manual/reference/method/rs.reconfig/ and .../rs.add/
const passing = [
  'ConfigurationInProgress',
  'NewReplicaSetConfigurationIncompatible',
  'CurrentConfigNotCommittedYet',
  // Of a primary that is to hand over, and has.
  'ExceededTimeLimit',
  'NotWritablePrimary',
]
const reconfigure = (admin, config, members) =>
  admin.adminCommand({ replSetReconfig: { ...config, version: config.version + 1, members } })
// Each attempt begins with the configuration as it is by then; true ends them.
const settle = attempt => {
  for (let i = 0; i < 60; i++) {
    try {
      if (attempt()) return
    } catch (e) {
      if (!passing.includes(e.codeName)) throw e
      sleep(5000)
    }
  }
  fail('the replica set is being changed all the time')
}
// A member's tag `members` names all that the set is to have, once others were taken out of it: whoever is about to end mustn't come back.
const join = admin =>
  settle(() => {
    const { config } = admin.adminCommand({ replSetGetConfig: 1 })
    const own = config.members.find(({ host }) => host === self)
    if (own) {
      if ((own.tags?.members ?? env.SEEDS) === env.SEEDS) return true
      const members = config.members.map(each => (each === own ? { ...own, tags: {} } : each))
      return void reconfigure(admin, config, members)
    }
    const only = config.members.map(({ tags }) => tags?.members).find(Boolean)
    if (only && !only.split(',').includes(self)) fail(`an update was rolled back: the set is to have only ${only}`)
    const _id = Math.max(...config.members.map(member => member._id)) + 1
    reconfigure(admin, config, [...config.members, { _id, host: self }])
  })

// Once the administrator exists, nothing is allowed without a login; until then the localhost exception allows what follows.
// https://www.mongodb.com/docs/manual/core/localhost-exception/
const initiate = admin => {
  const root = JSON.parse(env.ADMIN)
  const known = login(admin, root)
  if (!hello().setName) {
    try {
      rs.initiate({ _id: env.SET, members: [{ _id: 0, host: self }] })
    } catch (e) {
      if (e.codeName !== 'AlreadyInitialized') throw e
    }
  }
  until('primary', () => hello().isWritablePrimary)
  if (known) return
  admin.createUser({ user: root.username, pwd: root.password, roles: ['root'] })
  if (!login(admin, root)) fail('the administrator cannot log in')
}

// How far a member has come. Of one that doesn't answer nothing is known.
const placeOf = ({ optime }) => ({
  seconds: optime?.ts.getHighBitsUnsigned() ?? 0,
  increment: optime?.ts.getLowBitsUnsigned() ?? 0,
})
// This member as the set knows it, the newest place of all, and the seconds between.
const standing = () => {
  const { members } = db.adminCommand({ replSetGetStatus: 1 })
  const own = members.find(member => member.self)
  const [newest] = members.map(placeOf).sort((a, b) => b.seconds - a.seconds || b.increment - a.increment)
  return { state: own.stateStr, optime: placeOf(own), newest, lag: newest.seconds - placeOf(own).seconds }
}

const programs = {
  keyfile() {
    const { createHmac } = require('crypto')
    print(createHmac('sha256', JSON.parse(env.KEYFILE).keyfile).update(env.GENERATION).digest('hex'))
  },

  // The key of the database's certificate authority: a number of P-256 that comes of the seed. Not one that is out of range, which none of
  // 2^32 seeds gives.
  authority() {
    const { createECDH, createHmac, createPrivateKey } = require('crypto')
    const curve = createECDH('prime256v1')
    try {
      curve.setPrivateKey(createHmac('sha256', JSON.parse(env.CA).seed).update('mm certificate authority').digest())
    } catch {
      return
    }
    const d = curve.getPrivateKey().toString('base64url')
    const point = curve.getPublicKey()
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map(each => each.toString('base64url'))
    print(createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', d, x, y } }).export({ type: 'pkcs8', format: 'pem' }))
  },

  // Whether the set can give a new disk its data: it has a primary, and more than half of the other members answer.
  others() {
    const admin = primary(2)
    const { members } = admin.adminCommand({ replSetGetStatus: 1 })
    const others = members.filter(({ name }) => name !== self)
    const well = others.filter(({ health }) => health === 1)
    if (well.length * 2 <= others.length) fail(`only ${well.length} of ${others.length} other members answer`)
  },

  forget() {
    const admin = db.getSiblingDB('admin')
    const root = JSON.parse(env.ADMIN)
    const local = db.getSiblingDB('local')
    local.dropDatabase()
    const left = local.getCollectionNames().filter(name => name === 'oplog.rs' || name === 'system.replset')
    if (left.length > 0) fail(`still there: ${left}`)
    putUser(admin, root, ['root'])
    putUsers(admin)
    if (!login(admin, root)) fail('the administrator cannot log in')
    print('mm-db-ok')
  },

  configure() {
    let admin = db.getSiblingDB('admin')
    if (env.INITIATE) initiate(admin)
    else {
      // An election takes some seconds; who has no configuration yet knows of none.
      for (let i = 0; i < 30 && !env.FRESH && !hello().primary; i++) sleep(1000)
      if (hello().isWritablePrimary) login(admin, JSON.parse(env.ADMIN))
      else admin = leader()
      join(admin)
    }
    putUsers(admin)
    const ready = () => hello().isWritablePrimary || hello().secondary
    until('a place in the set', () => ready() || (env.FRESH && hello().setName))
    print(ready() ? 'mm-db-ok' : 'mm-db-syncing')
  },

  // A monitoring user that can't log in yet has a password that is newer than this member's data.
  catch_up() {
    const near = () => login(db.getSiblingDB('admin'), JSON.parse(env.MONITOR)) && hello().primary && standing().lag < 10
    until('less than 10 s behind the newest member', near)
  },

  // After it has caught up. The primary goes last, when it has handed over, which it does only to who has all of its writes; and a configuration is
  // taken only if its own majority has what was acknowledged. So nothing is lost.
  // https://www.mongodb.com/docs/manual/reference/command/replSetStepDown/ and .../replSetReconfig/
  dismiss() {
    if (strangers().length === 0) return
    settle(() => {
      const admin = primary(10)
      const { config } = admin.adminCommand({ replSetGetConfig: 1 })
      const others = config.members.filter(({ host }) => !isOurs(host))
      if (others.length === 0) return true
      const { me } = admin.adminCommand({ hello: 1 })
      const out = others.find(({ host }) => host !== me)
      if (!out) return void admin.adminCommand({ replSetStepDown: 60 })
      const kept = config.members.filter(each => each !== out)
      const members = kept.map(each => (each.host === self ? { ...each, tags: { members: env.SEEDS } } : each))
      reconfigure(admin, config, members)
      print(`taken out of the set: ${out.host}`)
    })
  },

  // One line of JSON. clusterMonitor may ask all of it.
  // https://www.mongodb.com/docs/manual/reference/built-in-roles/#mongodb-authrole-clusterMonitor
  member() {
    const { username, password } = JSON.parse(env.MONITOR)
    db.getSiblingDB('admin').auth(username, password)
    const { featureCompatibilityVersion } = db.adminCommand({ getParameter: 1, featureCompatibilityVersion: 1 })
    const { version } = db.adminCommand({ buildInfo: 1 })
    print(JSON.stringify({ ...standing(), fcv: featureCompatibilityVersion.version, version }))
  },

  // Prints: 1 as primary, or as secondary of one, else 0; seconds behind the newest member; hours that the oplog reaches back; 1 when it has the
  // whole data, else 0. A set without a majority has secondaries only, which have all data and take no writes.
  pulse() {
    const { isWritablePrimary, secondary, primary: known } = hello()
    const whole = isWritablePrimary || secondary ? 1 : 0
    const state = whole && known ? 1 : 0
    const edge = order =>
      db.getSiblingDB('local').getCollection('oplog.rs').find().sort({ $natural: order }).limit(1).toArray()[0]
    let lag = '-'
    let reach = '-'
    try {
      const { username, password } = JSON.parse(env.MONITOR)
      db.getSiblingDB('admin').auth(username, password)
      const { members } = db.adminCommand({ replSetGetStatus: 1 })
      const newest = Math.max(...members.map(({ optimeDate }) => Number(optimeDate ?? 0)))
      const own = Number(members.find(member => member.self).optimeDate)
      // While it copies the data for the first time it has no place of its own yet, or one at the beginning of time.
      if (whole && own > 0) lag = (newest - own) / 1000
      reach = ((edge(-1).wall - edge(1).wall) / 3600000).toFixed(2)
    } catch {}
    print(state, lag, reach, whole)
  },
}
programs[env.DO]()
