import { sharedTemplate } from '../../../src/templates/shared/shared-template.js'
import type { Edit } from './edit.js'

export const sharedEdits: Edit[] = [
  { title: 'a service more', before: sharedTemplate(['backend']), after: sharedTemplate(['backend', 'frontend']) },
  {
    title: 'a service less',
    before: sharedTemplate(['backend', 'frontend']),
    after: sharedTemplate(['backend']),
    note: 'mm keeps the repositories that the stack has, whatever the folder says',
    refused: true,
  },
]
