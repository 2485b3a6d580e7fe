import { Listr, ListrLogger, ProcessOutput } from 'listr2'
import type { Progress } from '../ops/ports/progress.js'
import { escapeControl } from './escape.js'
import { infoLines } from './info-lines.js'
import { liveTogether } from './progress-together.js'
import { stackView, type StackView } from './stack-view.js'
import { err } from './theme.js'

/** Lines of a step's own output that are visible under it. */
const rows = 8

/**
 * Progress on a terminal: one listr2 task per step, so that values come back typed and listr's mutable context isn't used.
 * listr2 is put on stderr by hand, and the signals stay mm's own (design facts: its defaults draw on stdout and exit 127).
 */
export function liveProgress(): Progress {
  let view: StackView | undefined
  let redraw: () => void = () => {}

  return {
    async step(title, run) {
      const start = Date.now()
      const done: { value?: Awaited<ReturnType<typeof run>> } = {}
      await new Listr(
        [
          {
            title,
            task: async (_, task) => {
              view = stackView()
              redraw = () => void (task.output = (view?.lines(rows) ?? []).join('\n'))
              const tail: string[] = []
              const value = await run({
                note: text => void (task.output = escapeControl(text)),
                line(text) {
                  tail.push(escapeControl(text).slice(0, (process.stderr.columns || 80) - 6))
                  if (tail.length > rows) tail.shift()
                  task.output = tail.join('\n')
                },
              })
              done.value = value
              task.title = `${title} ${err.dim(`(${((Date.now() - start) / 1000).toFixed(1)} s)`)}`
            },
            rendererOptions: { outputBar: rows, persistentOutput: false },
          },
        ],
        {
          renderer: 'default',
          // Whether to redraw was decided by stderr (theme.ts); listr2 would look at stdout, and fall back to writing there.
          forceTTY: true,
          fallbackRendererCondition: false,
          registerSignalListeners: false,
          rendererOptions: {
            showErrorMessage: false,
            collapseErrors: false,
            logger: new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) }),
          },
        },
      ).run()
      return done.value as Awaited<ReturnType<typeof run>>
    },
    together: liveTogether,
    event(event) {
      view?.add(event)
      redraw()
    },
    info: text => void process.stderr.write(infoLines(text)),
  }
}
