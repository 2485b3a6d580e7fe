// What a scenario begins with: volumes, interfaces, secrets, and the values that user data gives an instance.
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { W, list, read, remove, write } from './world.mjs'

export const secrets = {
  admin: { username: 'mmadmin', password: 'password-of-admin' },
  app: { username: 'app', password: 'password-of-app', dbname: 'shop' },
  monitor: { username: 'mmmonitor', password: 'password-of-monitor' },
  keyfile: { keyfile: 'keyfile'.repeat(100) },
  ca: { seed: 'seed-of-the-authority'.repeat(3) },
}
export function newVolume(member, id, from) {
  mkdirSync(`${W}/volumes/${id}`, { recursive: true })
  write(`volumes/${id}/state`, 'available')
  write(`volumes/${id}/snapshot`, from ?? 'None')
  writeFileSync(`${W}/volumes/${id}/device`, Buffer.alloc(1024 * 1024 + 1))
  if (from) cpSync(`${W}/snapshots/${from}`, `${W}/volumes/${id}/fs`, { recursive: true })
  write(`volume-of-${member}`, id)
}

/** Nothing has booted yet. */
export function beginWorld(hosts, script) {
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
  writeFileSync(`${W}/script`, script)
  chmodSync(`${W}/script`, 0o755)
}

/** The instance before has gone: what it held is free, unless the scenario says that AWS still names it as the holder. */
export function endInstance(hosts, member, { state = 'terminated', holds = false } = {}) {
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

/** What user data writes: see ../../../src/templates/database/user-data.ts. */
export function writeEnvironment(hosts, member, { generation, snapshot, instances: _, ...more }) {
  const values = {
    REGION: 'eu-central-1',
    STACK: 'shop-prod-db',
    ASG: `Group${member}`,
    INDEX: member,
    MEMBERS: hosts.length,
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
    CA_SECRET: 'ca',
    CA_MARKER: 'ca',
    TLS: 'false',
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
