// The world's files, as the stand-ins in bash have them: see README.md.
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const W = '/world'
const path = name => join(W, name)

export const has = name => existsSync(path(name))
export const read = (name, otherwise = '') => (has(name) ? readFileSync(path(name), 'utf8').trim() : otherwise)
export const lines = name => read(name).split('\n').filter(Boolean)
export const list = name => (has(name) ? readdirSync(path(name)).sort() : [])
export const remove = name => rmSync(path(name), { recursive: true, force: true })
export function write(name, text) {
  mkdirSync(dirname(path(name)), { recursive: true })
  writeFileSync(path(name), `${text}\n`)
}

export const note = (name, line) => appendFileSync(path(name), `${line}\n`)

export const clock = () => Number(read('clock'))
export const pass = seconds => write('clock', clock() + seconds)

/** A program ends, with its exit status. */
export class Exit extends Error {
  constructor(status, text = '') {
    super(text)
    this.status = status
  }
}

/** Something that changes the world is about to happen. When it's the one that the test chose, the power goes: before it happens. */
export function event(name) {
  note('events', name)
  if (!has('kill') || lines('events').length !== Number(read('kill'))) return
  process.kill(-Number(read('group')), 'SIGKILL')
  throw new Exit(137)
}

/** How the test lets this fail: see fault in ../stand-ins/lib.sh. */
export function fault(name) {
  const [mode, count] = read(`faults/${name}`).split(' ')
  if (count === undefined) return mode || undefined
  if (count === '0') return undefined
  write(`faults/${name}`, `${mode} ${Number(count) - 1}`)
  return mode
}
