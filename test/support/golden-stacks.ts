import { fileURLToPath } from 'node:url'
import type { Template } from '../../src/templates/cfn.js'
import { databaseTemplate } from '../../src/templates/database/database-template.js'
import { environmentTemplate } from '../../src/templates/environment/environment-template.js'
import { sharedTemplate } from '../../src/templates/shared/shared-template.js'
import { subnetRanges } from '../../src/manifest/subnet-ranges.js'
import { goldenServices } from './golden-services.js'
import { database, environment, network } from './values.js'

/** Where a golden stack is kept: `<case>/<environment>.stack.yml` below test/golden. */
export const goldenFile = (name: string) => fileURLToPath(new URL(`../golden/${name}.stack.yml`, import.meta.url))

/** Every shape of stack that the templates make, by name. */
export function goldenStacks(): Record<string, Template> {
  return {
    'shared/shop': sharedTemplate(['backend', 'frontend']),
    'environment/dev': environmentTemplate(environment()),
    'environment/prod': environmentTemplate(
      environment({
        name: 'prod',
        network: network({ vpc: { cidr: '10.20.0.0/18', subnets: subnetRanges('10.20.0.0/18', 2) }, nat: 'per-az' }),
        observability: { containerInsights: true },
        alarms: { notify: ['ops@example.com', 'https://pager.example.com/mm'] },
      }),
    ),
    ...goldenServices(),
    'database/dev': databaseTemplate(database()),
    'database/prod': databaseTemplate(
      database({
        version: '7.0.25',
        instance: 'r7g.large',
        storage: { size: 100, iops: 6000, throughput: 250 },
        backup: { every: 1, keep: 35 },
        logging: { retention: 365 },
      }),
    ),
  }
}
