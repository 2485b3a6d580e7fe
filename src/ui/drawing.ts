import type { Progress, Step, UsualTimes } from '../ops/ports/progress.js'
import { escapeControl } from './escape.js'
import { stackView } from './stack-view.js'

/** What a line of listr2 is written by. */
export interface Line {
  title: string
  output: string
}

/** What a step tells, below its line on the screen. */
export interface Drawing extends Step, Pick<Progress, 'event' | 'rollout' | 'info'> {
  usual(times: UsualTimes): void
  /** Nothing is drawn any more. */
  end(): void
}

/**
 * The step's note, the last lines of its output, or how its stack's resources stand, each second anew; above it the newest of what is said
 * meanwhile, such as the last lines of a task that crashed. `rows` lines at most of both.
 */
export function drawing(line: Line, rows: number): Drawing {
  const view = stackView()
  const tail: string[] = []
  let said: string[] = []
  let shown: string[] = []
  function show(lines: string[]): void {
    shown = lines
    line.output = [...said, ...lines].map(fitted).join('\n')
  }
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
    info(text) {
      const [first = '', ...rest] = text.split('\n')
      said = [first, ...rest.slice(-(rows - 1))]
      show(shown)
    },
    end: () => clearInterval(everySecond),
  }
}

/**
 * While listr2 draws, it holds back what others write to stderr, to the step's end: so it's drawn at once besides.
 * @param lines what stays on the screen
 */
export function say(step: Drawing | undefined, lines: string, text: string): void {
  step?.info(text)
  process.stderr.write(lines)
}

/** What fits beside listr2's own marks: a line that wraps would be left over when it's redrawn. */
const fitted = (text: string) => escapeControl(text).slice(0, (process.stderr.columns || 80) - 6)
