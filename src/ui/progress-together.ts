import { Listr, ListrLogger, ProcessOutput } from 'listr2'
import type { Progress } from '../ops/ports/progress.js'
import { escapeControl } from './escape.js'
import { infoLines } from './info-lines.js'
import { stackView } from './stack-view.js'
import { duration } from './table.js'
import { err } from './theme.js'

type Together = Progress['together']

/** Lines under each of several things that run at once. */
const rows = 4

/** One line for each of them, with what it's at, redrawn. */
export const liveTogether: Together = async (runs, atOnce) => {
  const ends: Promise<unknown>[] = []
  await new Listr(
    runs.map(({ title, run }, i) => ({
      title,
      task: async (_: unknown, task: Line) => {
        const start = Date.now()
        const end = run(lineProgress(title, task))
        ends[i] = end
        await end
        task.title = `${title} ${err.dim(`(${duration(Date.now() - start)})`)}`
      },
      rendererOptions: { outputBar: true, persistentOutput: false },
    })),
    {
      concurrent: atOnce,
      exitOnError: false,
      renderer: 'default',
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
  return (await Promise.allSettled(ends)) as never
}

/** Steps of several, told line by line as they come. `of` makes a progress whose lines say whose they are. */
export const plainTogether =
  (of: (title: string) => Progress): Together =>
  async (runs, atOnce) => {
    const ends: Promise<unknown>[] = []
    await new Listr(
      runs.map(({ title, run }, i) => ({ task: async () => void (await (ends[i] = run(of(title)))) })),
      { concurrent: atOnce, exitOnError: false, renderer: 'silent', registerSignalListeners: false },
    ).run()
    return (await Promise.allSettled(ends)) as never
  }

/** What a line of listr2 is written by. */
interface Line {
  title: string
  output: string
}

/** The steps of one of several: its line says which it's at. */
function lineProgress(name: string, line: Line): Progress {
  let view = stackView()
  const show = (lines: string[]) => void (line.output = lines.map(each => escapeControl(each)).join('\n'))
  return {
    async step(title, run) {
      view = stackView()
      line.title = `${name}  ${err.dim(title)}`
      const tail: string[] = []
      return run({
        note: text => show([text]),
        line(text) {
          tail.push(text.slice(0, (process.stderr.columns || 80) - 6))
          show(tail.slice(-rows))
        },
      })
    },
    together: runs => Promise.allSettled(runs.map(({ run }) => run(lineProgress(name, line)))),
    event(event) {
      view.add(event)
      line.output = view.lines(rows).join('\n')
    },
    info: text => void process.stderr.write(infoLines(`${name}: ${text}`)),
  }
}
