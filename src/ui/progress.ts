import type { Progress } from '../ops/ports/progress.js'
import { jsonProgress } from './progress-json.js'
import { liveProgress } from './progress-live.js'
import { plainProgress } from './progress-plain.js'
import { canRedraw } from './theme.js'

/** Steps on stderr: redrawn on a terminal, one line per change in a pipe or in CI, one JSON document per change for a script. */
export function progress({ json }: { json: boolean }): Progress {
  if (json) return jsonProgress()
  return canRedraw() ? liveProgress() : plainProgress()
}
