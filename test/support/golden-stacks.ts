import { fileURLToPath } from 'node:url'
import type { Template } from '../../src/templates/cfn.js'
import { databaseTemplate } from '../../src/templates/database/database-template.js'
import { sharedTemplate } from '../../src/templates/shared/shared-template.js'
import { goldenEnvironments } from './golden-environments.js'
import { goldenServices } from './golden-services.js'
import { database, documentDb } from './values.js'

/** Where a golden stack is kept: `<case>/<environment>.stack.yml` below test/golden. */
export const goldenFile = (name: string) => fileURLToPath(new URL(`../golden/${name}.stack.yml`, import.meta.url))

/** Every shape of stack that the templates make, by name. */
export function goldenStacks(): Record<string, Template> {
  return {
    'shared/shop': sharedTemplate({ services: ['backend', 'frontend'], environments: ['dev'] }, { blockPublicSnapshots: false }),
    'shared/blocking': sharedTemplate({ services: ['backend'], environments: ['dev'] }, { blockPublicSnapshots: true }),
    'shared/roles': sharedTemplate(
      { services: ['backend'], environments: ['dev', 'prod'] },
      { blockPublicSnapshots: false, deploymentRoles: {} },
    ),
    'shared/bounded': sharedTemplate(
      { services: ['backend'], environments: ['dev', 'prod'] },
      { blockPublicSnapshots: false, deploymentRoles: { permissionsBoundary: 'arn:aws:iam::123456789012:policy/developers' } },
    ),
    ...goldenEnvironments(),
    ...goldenServices(),
    'database/dev': databaseTemplate(database()),
    'database/prod': databaseTemplate(
      database({
        version: '7.0.25',
        instance: 'r7g.large',
        tls: 'require',
        storage: { size: 100, iops: 6000, throughput: 250 },
        backup: { every: 1, keep: 35, copyTo: ['eu-west-1', 'eu-north-1'], vault: false },
        logging: { retention: 365 },
      }),
    ),
    'database/tls': databaseTemplate(database({ members: 3, instance: 'r7g.large', tls: 'prefer' })),
    'database/three': databaseTemplate(database({ members: 3, instance: 'r7g.large' })),
    // As it is while a restore waits for its first member.
    'database/restored': databaseTemplate(database({ members: 3, instance: 'r7g.large' }), {
      generation: 2,
      snapshot: 'snap-0123456789abcdef0',
      running: 1,
    }),
    'database/vault': databaseTemplate(
      database({
        backup: { every: 4, keep: 35, copyTo: [], vault: { lock: 'compliance', minRetention: 7, maxRetention: 3650 } },
      }),
    ),
    'database/documentdb': databaseTemplate(documentDb({ members: 3, instance: 'db.r6g.large', backup: { keep: 35 } })),
  }
}
