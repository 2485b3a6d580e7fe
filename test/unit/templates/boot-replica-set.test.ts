import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import { expect, test } from '@jest/globals'

const script = readFileSync(fileURLToPath(new URL('../../../src/templates/database/boot.sh', import.meta.url)), 'utf8')
const program = /<<'J'\n(.*?)\nJ\n/s.exec(script)?.[1] ?? ''
const root = { username: 'mmadmin', password: 'new' }
const app = { username: 'app', password: 'secret', dbname: 'app' }

interface Mongod {
  initiated: boolean
  users: Record<string, string>
  /** Whether hello names the set already; a mongod that has just started may not. */
  loaded?: boolean
}

/**
 * A mongod as far as the program needs one. The localhost exception holds until the first user exists, and allows only to initiate the set and
 * to create that user; with a key file everything else needs a login. https://www.mongodb.com/docs/manual/core/localhost-exception/
 */
function run(mongod: Mongod) {
  const calls: string[] = []
  const printed: string[] = []
  let loggedIn = false
  const allow = (call: string, byException: boolean) => {
    if (!loggedIn && !(byException && Object.keys(mongod.users).length === 0)) throw failure('Unauthorized')
    calls.push(call)
  }
  const admin = {
    runCommand: () => ({
      ...(mongod.initiated && mongod.loaded !== false ? { setName: 'rs' } : {}),
      isWritablePrimary: mongod.initiated,
    }),
    auth(name: string, password: string) {
      if (mongod.users[name] !== password) throw failure('AuthenticationFailed')
      loggedIn = true
      return { ok: 1 }
    },
    createUser({ user, pwd }: { user: string; pwd: string }) {
      allow(`create ${user}`, true)
      if (!mongod.initiated) throw failure('NotWritablePrimary')
      mongod.users[user] = pwd
    },
    updateUser(user: string, { pwd }: { pwd: string }) {
      allow(`update ${user}`, false)
      mongod.users[user] = pwd
    },
    getUser: (user: string) => (mongod.users[user] === undefined ? null : { user }),
  }
  const rs = {
    initiate({ _id, members }: { _id: string; members: { host: string }[] }) {
      allow(`initiate ${_id} ${members.map(({ host }) => host).join()}`, true)
      if (mongod.initiated) throw failure('AlreadyInitialized')
      mongod.initiated = true
    },
  }
  const env = { ADMIN: JSON.stringify(root), APP: JSON.stringify(app), SELF: 'db-0', SET: 'rs' }
  runInNewContext(program, {
    db: { getSiblingDB: () => admin },
    rs,
    process: { env },
    print: (text: string) => printed.push(text),
    sleep: () => {},
  })
  return { calls, printed, mongod }
}

const failure = (codeName: string) => Object.assign(new Error(codeName), { codeName })

const initiate = 'initiate rs db-0:27017'
test.each<[string, Mongod, string[]]>([
  ['the first boot', { initiated: false, users: {} }, [initiate, 'create mmadmin', 'create app']],
  ['one cut short after the set was initiated', { initiated: true, users: {} }, ['create mmadmin', 'create app']],
  ['one cut short after the administrator was made', { initiated: true, users: { mmadmin: 'new' } }, ['create app']],
  ['a later one', { initiated: true, users: { mmadmin: 'new', app: 'old' } }, ['update app']],
  [
    'one whose mongod has not read its configuration yet',
    { initiated: true, loaded: false, users: { mmadmin: 'new', app: 'old' } },
    [initiate, 'update app'],
  ],
  ['one on data whose set was forgotten', { initiated: false, users: { mmadmin: 'new', app: 'old' } }, [initiate, 'update app']],
])('%s ends with the set, the administrator and the application', (_, mongod, calls) => {
  expect(run(mongod)).toEqual({
    calls,
    printed: ['mm-db-ok'],
    mongod: { ...mongod, initiated: true, users: { mmadmin: 'new', app: 'secret' } },
  })
})

test('data of another administrator is left alone', () => {
  const mongod = { initiated: true, users: { mmadmin: 'of another stack', app: 'old' } }
  expect(() => run(mongod)).toThrow('Unauthorized')
  expect(mongod.users.app).toBe('old')
})
