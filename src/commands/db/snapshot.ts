import { Flags } from '@oclif/core'
import { envFlag, nameFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { RestorePoint } from '../../ops/database/snapshot-database.js'
import { databaseTarget } from '../../target.js'

export default class DbSnapshot extends MmCommand {
  static override summary = "Take a restore point now: a snapshot of the database's data volume"
  static override description =
    'Writes go on meanwhile. The snapshot holds the moment at which it was ordered; mm never deletes it. Of three members a secondary that holds what the primary held is taken: each is asked by Systems Manager, and when none can be asked member 0 is taken, and mm says so. DocumentDB is backed up all the time; for a snapshot of it there is `aws docdb create-db-cluster-snapshot`.'
  static override examples = [
    '<%= config.bin %> db snapshot --env dev',
    '<%= config.bin %> db snapshot --note "before the price import" --no-wait',
    '<%= config.bin %> db snapshot --env prod --member 1',
  ]
  static override flags = {
    env: envFlag,
    name: nameFlag('database'),
    note: Flags.string({ description: 'a few words, kept with the snapshot', env: 'MM_NOTE' }),
    member: Flags.integer({ description: 'take the volume of this member, counted from 0', min: 0, env: 'MM_MEMBER' }),
    wait: Flags.boolean({ description: 'wait until the snapshot is complete', default: true, allowNo: true, env: 'MM_WAIT' }),
  }

  async run(): Promise<RestorePoint> {
    const { flags } = await this.parse(DbSnapshot)
    const { workspace, env, name: database } = await databaseTarget(flags)
    const [{ openWorld }, { snapshotDatabase }, { reportSnapshot }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/database/snapshot-database.js'),
      import('../../ui/report-snapshot.js'),
    ])
    const point = await snapshotDatabase(await openWorld(await workspace.place(env), { json: this.jsonEnabled() }), {
      app: workspace.app.name,
      env,
      database,
      wait: flags.wait,
      ...(flags.member === undefined ? {} : { member: flags.member }),
      ...(flags.note === undefined ? {} : { note: flags.note }),
    })
    if (!this.jsonEnabled()) reportSnapshot(point)
    return point
  }
}
