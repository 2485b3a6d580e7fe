// The machine that boots: its files, its power, its systemd.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startInSet } from './mongod.mjs'
import { close, load, save } from './data-files.mjs'
import { node } from './replica-set.mjs'
import { W, lines, read, remove, write } from './world.mjs'

const own = [
  '/etc/mm-db.env',
  '/etc/fstab',
  '/etc/mongod.conf',
  '/etc/mongod.key',
  '/etc/mongod.pem',
  '/etc/mongod.pem.new',
  '/etc/mongod-ca.pem',
  '/etc/mongod-ca.pem.new',
  '/run/mm-db-tls.cnf',
  '/etc/systemd',
  '/etc/sysctl.d',
  '/etc/yum.repos.d',
]
own.push(
  '/etc/dnf',
  '/etc/logrotate.d',
  '/usr/local/sbin/mm-db-member',
  '/usr/local/sbin/mm-db-pulse',
  '/usr/local/lib/mm-db.js',
  '/opt/aws',
  '/var/log/mm-db-boot.log',
)
own.push('/var/lib/installed', '/dev/disk', '/run/mm-db-error', '/run/mm-db-backup-age', '/data')
const folders = [
  '/etc/systemd/system',
  '/etc/sysctl.d',
  '/etc/yum.repos.d',
  '/etc/dnf',
  '/etc/logrotate.d',
  '/usr/local/lib',
  '/usr/local/sbin',
]
folders.push(
  '/opt/aws/bin',
  '/opt/aws/amazon-cloudwatch-agent/bin',
  '/opt/aws/amazon-cloudwatch-agent/etc',
  '/run',
  '/var/log',
  '/var/lib',
)

export function newRootDisk() {
  for (const path of own) rmSync(path, { recursive: true, force: true })
  for (const path of folders) mkdirSync(path, { recursive: true })
  writeFileSync('/etc/fstab', '')
  writeFileSync('/etc/dnf/dnf.conf', '[main]\n')
  symlinkSync('/mm/stand-ins/cfn-signal', '/opt/aws/bin/cfn-signal')
  symlinkSync('/mm/stand-ins/amazon-cloudwatch-agent-ctl', '/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl')
  for (const name of ['enabled', 'masked']) remove(name)
}

/** Without power nothing is closed; what is mounted and what runs has gone. */
export function powerOff(host) {
  remove(`mongods/${host}`)
  rmSync('/data', { recursive: true, force: true })
  rmSync('/run/mm-db-error', { force: true })
}

/** What systemd does before it starts the boot script. */
export function powerOn() {
  for (const line of readFileSync('/etc/fstab', 'utf8').split('\n').filter(Boolean)) {
    const fs = join(W, 'volumes', line.split(' ')[0].replace('UUID=uuid-of-', ''), 'fs')
    if (existsSync(fs) && read(`volumes/${read(`volume-of-${read('member')}`)}/holder`) === read('me')) symlinkSync(fs, '/data')
  }
  if (
    lines('enabled').includes('mongod') &&
    !existsSync(join(W, 'masked')) &&
    existsSync('/etc/mongod.conf') &&
    existsSync('/data/db')
  )
    startInSet()
}

/** A unit that failed is cleared away, and a mongod that it had started by itself ends properly. */
export function clearUnit(host) {
  const each = node(host)
  if (!each || each.mode === 'set') return
  const data = load(each.dbPath)
  close(data, each)
  save(each.dbPath, data)
  writeFileSync(join(each.dbPath, 'mongod.lock'), '')
  remove(`mongods/${host}`)
}

/** Runs a program in a process group of its own; resolves to its exit status or signal. */
export function run(program, env) {
  const start = `echo $$ >${W}/group; exec ${program}`
  const path = '/mm/stand-ins:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  const child = spawn('/mm/bash', ['-c', start], { detached: true, stdio: 'ignore', env: { PATH: path, ...env } })
  return new Promise(resolve => child.on('close', (code, signal) => resolve(code ?? signal)))
}

/** Files of the machine that hold one of these texts. */
export function filesWith(texts) {
  return own
    .filter(path => path !== '/data' && existsSync(path))
    .flatMap(path => below(path))
    .filter(file => texts.some(text => readFileSync(file, 'utf8').includes(text)))
}
const below = path => {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath ?? entry.path, entry.name))
  } catch {
    return [path]
  }
}
export const log = () => (existsSync('/var/log/mm-db-boot.log') ? readFileSync('/var/log/mm-db-boot.log', 'utf8') : '')
export const setMe = (member, id) => {
  write('member', member)
  write('host', `db-${member}.db.zone`)
  write('me', id)
  write(`instances/${id}`, 'running')
}
