import type { Progress } from '../ops/ports/progress.js'
import { liveProgress } from './progress-live.js'
import { plainProgress } from './progress-plain.js'
import { canRedraw } from './theme.js'

/** Steps on stderr: redrawn on a terminal, one line per change in a pipe or in CI. */
export const progress = (): Progress => (canRedraw() ? liveProgress() : plainProgress())
