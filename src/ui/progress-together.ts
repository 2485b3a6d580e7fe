import { Listr } from 'listr2'
import type { Progress } from '../ops/ports/progress.js'
import { drawing, say, type Drawing, type Line } from './drawing.js'
import { infoLines } from './info-lines.js'
import { onStderr } from './listr-on-stderr.js'
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
      ...onStderr(),
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

/** The steps of one of several: its line says which it's at. */
function lineProgress(name: string, line: Line): Progress {
  let now: Drawing | undefined
  return {
    async step(title, run) {
      line.title = `${name}  ${err.dim(title)}`
      const own = (now = drawing(line, rows))
      try {
        return await run(own)
      } finally {
        own.end()
        now = undefined
      }
    },
    together: runs => Promise.allSettled(runs.map(({ run }) => run(lineProgress(name, line)))),
    event: event => now?.event(event),
    rollout: rollout => now?.rollout(rollout),
    usual: times => now?.usual(times),
    info: text => say(now, infoLines(`${name}: ${text}`), text),
  }
}
