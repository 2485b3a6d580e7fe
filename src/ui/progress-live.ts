import { Listr } from 'listr2'
import type { Progress } from '../ops/ports/progress.js'
import { drawing, say, type Drawing } from './drawing.js'
import { infoLines } from './info-lines.js'
import { onStderr } from './listr-on-stderr.js'
import { liveTogether } from './progress-together.js'
import { err } from './theme.js'

/** Lines of a step's own output that are visible under it. */
const rows = 8

/**
 * Progress on a terminal: one listr2 task per step, so that values come back typed and listr's mutable context isn't used.
 * listr2 is put on stderr by hand, and the signals stay mm's own (design facts: its defaults draw on stdout and exit 127).
 */
export function liveProgress(): Progress {
  let now: Drawing | undefined

  return {
    async step(title, run) {
      const start = Date.now()
      const done: { value?: Awaited<ReturnType<typeof run>> } = {}
      await new Listr(
        [
          {
            title,
            task: async (_, task) => {
              const own = (now = drawing(task, rows))
              try {
                done.value = await run(own)
              } finally {
                own.end()
                now = undefined
              }
              task.title = `${title} ${err.dim(`(${((Date.now() - start) / 1000).toFixed(1)} s)`)}`
            },
            rendererOptions: { outputBar: true, persistentOutput: false },
          },
        ],
        onStderr(),
      ).run()
      return done.value as Awaited<ReturnType<typeof run>>
    },
    together: liveTogether,
    event: event => now?.event(event),
    rollout: rollout => now?.rollout(rollout),
    usual: times => now?.usual(times),
    info: text => say(now, infoLines(text), text),
  }
}
