import { databaseEdits, documentDbEdits } from './database-edits.js'
import type { Edit } from './edit.js'
import { environmentEdits } from './environment-edits.js'
import { serviceEdits } from './service-edits.js'
import { sharedEdits } from './shared-edits.js'

/** By the kind of stack. */
export const edits: Record<string, Edit[]> = {
  'The shared stack': sharedEdits,
  'An environment': environmentEdits,
  'A service': serviceEdits,
  'A database': databaseEdits,
  'A database of DocumentDB': documentDbEdits,
}
