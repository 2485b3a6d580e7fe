import { sharedTemplate } from '../../../src/templates/shared/shared-template.js'
import type { Edit } from './edit.js'

const shared = (services: string[], blockPublicSnapshots = false) => sharedTemplate(services, { blockPublicSnapshots })

export const sharedEdits: Edit[] = [
  { title: 'a service more', before: shared(['backend']), after: shared(['backend', 'frontend']) },
  {
    title: 'a service less',
    before: shared(['backend', 'frontend']),
    after: shared(['backend']),
    note: 'mm keeps the repositories that the stack has, whatever the folder says',
    refused: true,
  },
  { title: 'public snapshots blocked', before: shared(['backend']), after: shared(['backend'], true) },
]
