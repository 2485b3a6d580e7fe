import type { Broken } from '../ops/lock/break.js'
import type { Locked, StackLock } from '../ops/lock/status.js'
import type { FoundLock } from '../ops/ports/locks.js'
import { escapeControl } from './escape.js'
import { localTime } from './local-time.js'
import { duration, table } from './table.js'
import { err, out } from './theme.js'

/** The human view of `mm lock status`; it's the result, so it goes to stdout. */
export const locksText = ({ locks }: Locked): string => (locks.length === 0 ? 'nothing is locked' : table(locks.map(row)))

function row(lock: StackLock): string[] {
  const { stack, owner, host, command, git = '', message = '', takenAt, renewedAt, seenAt, expired } = lock
  return [
    out.bold(stack),
    escapeControl(`${owner} at ${host}`),
    localTime(takenAt).replace(/\.\d+/, ''),
    duration(seenAt - takenAt),
    expired ? out.yellow(`silent for ${duration(seenAt - renewedAt)}: free`) : out.green('held'),
    escapeControl(command),
    escapeControl(git),
    out.dim(escapeControl(message)),
  ]
}

export const breakQuestion = ({ stack, owner, host, command, takenAt }: FoundLock): string =>
  escapeControl(
    `Break the lock of ${stack}, held by ${owner} at ${host} since ${localTime(takenAt).replace(/\.\d+/, '')} (${command})?`,
  )

export const reportBroken = ({ broken: { stack, owner, host } }: Broken): void =>
  void process.stderr.write(`\nThe lock of ${err.bold(stack)} was broken; ${escapeControl(`${owner} at ${host}`)} held it\n`)
