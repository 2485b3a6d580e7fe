import type { Progress, Step, UsualTimes } from '../ops/ports/progress.js'
import { escapeControl } from './escape.js'
import { stackView } from './stack-view.js'

/** What a line of listr2 is written by. */
export interface Line {
  title: string
  output: string
}

/** What a step tells, below its line on the screen. */
export interface Drawing extends Step, Pick<Progress, 'event' | 'rollout'> {
  usual(times: UsualTimes): void
  /** Nothing is drawn any more. */
  end(): void
}

/** The step's note, the last lines of its output, or how its stack's resources stand, each second anew; `rows` lines at most. */
export function drawing(line: Line, rows: number): Drawing {
  const view = stackView()
  const tail: string[] = []
  const show = (lines: string[]) => void (line.output = lines.map(fitted).join('\n'))
  const redraw = () => {
    const lines = view.lines(rows, Date.now())
    if (lines.length > 0) show(lines)
  }
  // What is under way gets older without anything being told.
  const everySecond = setInterval(redraw, 1000)
  const after =
    <T>(tell: (told: T) => void) =>
    (told: T) => {
      tell(told)
      redraw()
    }
  return {
    note: text => show([text]),
    line(text) {
      tail.push(text)
      show(tail.slice(-rows))
    },
    event: after(event => view.add(event)),
    rollout: after(rollout => view.rollout(rollout)),
    usual: after(times => view.usual(times)),
    end: () => clearInterval(everySecond),
  }
}

/** What fits beside listr2's own marks: a line that wraps would be left over when it's redrawn. */
const fitted = (text: string) => escapeControl(text).slice(0, (process.stderr.columns || 80) - 6)
