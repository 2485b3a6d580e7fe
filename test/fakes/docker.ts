import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export interface FakeDocker {
  /** A folder for what the scripts write down: `$OUT` in them. */
  out: string
  /** The arguments of each call, joined by blanks. */
  calls(): string[]
  /** Text of a file that a script wrote into `$OUT`; undefined when there is none. */
  read(name: string): string | undefined
  remove(): void
}

/** A `docker` first in PATH that runs a piece of shell per verb (`build`, `push`, …); a verb without one succeeds silently. */
export function fakeDocker(verbs: Record<string, string>): FakeDocker {
  const out = mkdtempSync(join(tmpdir(), 'mm-fake-docker-'))
  const path = process.env['PATH']
  const cases = Object.entries(verbs).map(([verb, script]) => `${verb})\n${script}\n;;`)
  writeFileSync(
    join(out, 'docker'),
    `#!/bin/sh\nOUT='${out}'\necho "$*" >> "$OUT/calls"\ncase "$1" in\n${cases.join('\n')}\nesac\n`,
  )
  chmodSync(join(out, 'docker'), 0o755)
  process.env['PATH'] = `${out}${delimiter}${path}`
  const read = (name: string) => (existsSync(join(out, name)) ? readFileSync(join(out, name), 'utf8') : undefined)
  return {
    out,
    read,
    calls: () => (read('calls') ?? '').split('\n').filter(Boolean),
    remove() {
      process.env['PATH'] = path
      rmSync(out, { recursive: true, force: true })
    },
  }
}
