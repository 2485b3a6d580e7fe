import type { RestorePoint } from '../ops/database/snapshot-database.js'
import { localTime } from './local-time.js'
import { note as remark } from './note.js'
import { err } from './theme.js'

/** The id goes to stdout; the rest says what it is and how to use it. */
export function reportSnapshot(point: RestorePoint): void {
  const { id, state, volume, member, size, startedAt, environment, database, version, note, remarks } = point
  for (const each of remarks) remark(each)
  const holds = member.optime === undefined ? '' : ` with all writes up to ${localTime(Date.parse(member.optime))}`
  process.stderr.write(
    `\nRestore point of ${err.bold(`${database} in ${environment}`)} as it was at ${localTime(Date.parse(startedAt))}` +
      `\n  ${state}, member ${member.index} (${member.state})${holds}` +
      `\n  volume ${volume} (${size} GiB), MongoDB ${version}${note ? `, "${note}"` : ''}\n`,
  )
  process.stdout.write(`${id}\n`)
  process.stderr.write(
    `\n${err.dim('use')}   a new volume with this data, beside the database:\n` +
      `      aws ec2 create-volume --snapshot-id ${id} --volume-type gp3 --availability-zone <zone of the instance that reads it>\n` +
      `      mount it with -o nouuid and open it with MongoDB ${version.split('.').slice(0, 2).join('.')}\n` +
      (state === 'completed' ? '' : `${err.dim('wait')}  aws ec2 wait snapshot-completed --snapshot-ids ${id}\n`),
  )
}
