import type { DocumentDb, MongoDb } from '../../../src/manifest/database.js'
import { keptBoot } from '../../../src/ops/database/kept-boot.js'
import { databaseParameters } from '../../../src/templates/database/database-parameters.js'
import { databaseTemplate } from '../../../src/templates/database/database-template.js'
import { render as text } from '../../../src/templates/render.js'
import { database, documentDb } from '../../support/values.js'
import { edit, parameter, type Edit } from './edit.js'

const render = (more: Partial<MongoDb> = {}) => databaseTemplate(database(more))
const { storage: volume, backup } = database()

/** Three members that an older mm has deployed. */
export const older = databaseTemplate(database({ members: 3 }), { boot: { Body: 'echo older', Version: '0123456789ab' } })
/** What `mm db deploy` makes of it. */
export const byNewerMm = (more: Partial<MongoDb> = {}) => {
  const next = database({ members: 3, ...more })
  const boot = keptBoot(databaseTemplate(next), text(older))
  return databaseTemplate(next, boot === undefined ? {} : { boot })
}

export const databaseEdits: Edit[] = [
  edit(render, '`instance`: t4g.small → r7g.large', { instance: 'r7g.large' }),
  edit(render, '`version`: 8.0.15 → 8.0.16', { version: '8.0.16' }),
  edit(
    render,
    '`storage.size`: 20 → 40',
    { storage: { ...volume, size: 40 } },
    { note: 'the file system grows at the next boot' },
  ),
  edit(
    render,
    '`storage.size`: 40 → 20',
    { storage: { ...volume, size: 20 } },
    { from: { storage: { ...volume, size: 40 } }, note: 'mm refuses: volumes only grow' },
  ),
  edit(
    render,
    '`storage.iops`: 3000 → 6000',
    { storage: { ...volume, iops: 6000 } },
    { note: 'EBS takes four modifications of a volume in 24 hours' },
  ),
  edit(render, '`storage.throughput`: 125 → 250', { storage: { ...volume, throughput: 250 } }, { note: 'as for iops' }),
  edit(render, '`backup.every`: 4h → 1h', { backup: { ...backup, every: 1 } }),
  edit(render, '`backup.keep`: 7d → 35d', { backup: { ...backup, keep: 35 } }),
  edit(render, '`alarms.disk_used`: 80 → 70', { alarms: { ...database().alarms, diskUsed: 70 } }),
  edit(render, '`logging.retention`: 30 → 365', { logging: { retention: 365 } }),
  parameter(
    render,
    'another machine image (`AmiId`)',
    'AmiId',
    'mm keeps the image that was chosen first, until `--renew-instances`',
  ),
  {
    title: 'a newer boot script, with `alarms.disk_used`: 80 → 70',
    before: older,
    after: byNewerMm({ alarms: { ...database().alarms, diskUsed: 70 } }),
    note: 'the boot script stays',
  },
  {
    title: 'a newer boot script, with `version`: 8.0.15 → 8.0.16',
    before: older,
    after: byNewerMm({ version: '8.0.16' }),
    note: 'the boot script comes along; one after the other',
  },
  {
    title: 'a newer boot script, with `--renew-instances`',
    before: older,
    after: render({ members: 3 }),
    note: 'with the newest image (`AmiId`); one after the other',
  },
  {
    title: '`members`: 1 → 3',
    before: render(),
    after: databaseTemplate(database({ members: 3 }), { first: 1 }),
    note: 'the new members copy everything from the first, and services take the new address at their next deployment',
  },
  edit(render, '`members`: 3 → 1', { members: 1 }, { from: { members: 3 }, refused: true }),
  edit(
    render,
    '`instance`, with three members',
    { instance: 'r7g.xlarge' },
    { from: { members: 3, instance: 'r7g.large' }, note: 'one after the other' },
  ),
  edit(render, '`tls`: false → allow', { tls: 'allow' }, { note: 'one step at a time, up or down; mm refuses a jump' }),
  edit(
    render,
    '`tls`: allow → prefer',
    { tls: 'prefer' },
    { from: { tls: 'allow' }, note: 'services take the other connection string at their next deployment' },
  ),
  edit(
    render,
    '`tls`: prefer → require',
    { tls: 'require' },
    { from: { tls: 'prefer' }, note: 'mm refuses while a service still connects without TLS' },
  ),
  edit(render, '`tls`: require → prefer', { tls: 'prefer' }, { from: { tls: 'require' }, note: 'services go on by TLS' }),
  edit(
    render,
    '`tls`: allow → false',
    { tls: false },
    { from: { tls: 'allow' }, note: 'mm refuses while a service still connects by TLS' },
  ),
  edit(
    render,
    '`tls`: allow → prefer, with three members',
    { tls: 'prefer' },
    { from: { members: 3, tls: 'allow' }, note: 'one after the other' },
  ),
  edit(render, '`backup.copy_to`: none → eu-west-1', { backup: { ...backup, copyTo: ['eu-west-1'] } }),
  edit(render, '`backup.vault`: none → governance', {
    backup: { ...backup, vault: { lock: 'governance', minRetention: 7, maxRetention: 90 } },
  }),
  edit(
    render,
    '`backup.vault`: governance → none',
    { backup },
    {
      from: { backup: { ...backup, vault: { lock: 'governance', minRetention: 7, maxRetention: 90 } } },
      refused: true,
    },
  ),
  {
    title: 'a restore (the next generation, from a snapshot)',
    before: render(),
    after: databaseTemplate(database(), { generation: 2, snapshot: 'snap-0123456789abcdef0', running: 1 }),
    note: 'no command does this yet; the old volume would be kept',
    refused: true,
  },
  {
    title: '`engine`: mongodb → documentdb',
    before: render(),
    after: databaseTemplate(documentDb()),
    refused: true,
  },
]

const renderCluster = (more: Partial<DocumentDb> = {}) => databaseTemplate(documentDb(more))

/** Parameters of a deployed cluster that have another value once its environment has a third zone. */
function changedByThirdZone(members: DocumentDb['members']): string[] {
  const values = (zones: string, deployed: Record<string, string>) =>
    databaseParameters(documentDb({ members }), {
      app: 'shop',
      env: 'prod',
      environment: { Zones: zones, DatabaseSubnets: zones },
      deployed,
    })
  const before = values('a,b', {})
  const after = values('a,b,c', before)
  return Object.keys(after).filter(name => after[name] !== before[name])
}

export const documentDbEdits: Edit[] = [
  edit(renderCluster, '`instance`: another class', { instance: 'db.r6g.large' }),
  edit(renderCluster, '`members`: 1 → 3', { members: 3 }, { from: { members: 1 } }),
  edit(
    renderCluster,
    'three instances over two zones, after the environment got a third',
    {},
    { from: { members: 3 }, parameters: changedByThirdZone(3), note: 'each instance stays where it is' },
  ),
  edit(renderCluster, '`members`: 3 → 1', { members: 1 }, { from: { members: 3 }, note: "the data is the cluster's" }),
  edit(renderCluster, '`backup.keep`: 7d → 35d', { backup: { keep: 35 } }, { from: { backup: { keep: 7 } } }),
  edit(
    renderCluster,
    '`version`: 5.0.0 → 8.0.0',
    { version: '8.0.0' },
    { from: { version: '5.0.0' }, refused: true, note: 'mm refuses another series before it asks AWS' },
  ),
]
