import { sharedTemplate } from '../../../src/templates/shared/shared-template.js'
import type { App } from '../../../src/manifest/app.js'
import type { Edit } from './edit.js'

const shared = (services: string[], more: Partial<App> = {}) =>
  sharedTemplate({ services, environments: ['dev'] }, { blockPublicSnapshots: false, ...more })

export const sharedEdits: Edit[] = [
  { title: 'a service more', before: shared(['backend']), after: shared(['backend', 'frontend']) },
  {
    title: 'a service less',
    before: shared(['backend', 'frontend']),
    after: shared(['backend']),
    note: 'mm keeps the repositories that the stack has, whatever the folder says',
    refused: true,
  },
  { title: 'public snapshots blocked', before: shared(['backend']), after: shared(['backend'], { blockPublicSnapshots: true }) },
  { title: '`deployment_roles: true`', before: shared(['backend']), after: shared(['backend'], { deploymentRoles: {} }) },
  {
    title: '`deployment_roles` taken away',
    before: shared(['backend'], { deploymentRoles: {} }),
    after: shared(['backend']),
    note: 'refused while a stack is bound to the role: CloudFormation never forgets it',
  },
  {
    title: '`deployment_roles.permissions_boundary`',
    before: shared(['backend'], { deploymentRoles: {} }),
    after: shared(['backend'], { deploymentRoles: { permissionsBoundary: 'arn:aws:iam::123456789012:policy/developers' } }),
  },
]
