import type { Progress } from '../ops/ports/progress.js'
import { escapeControl } from './escape.js'
import { infoLines } from './info-lines.js'
import { plainTogether } from './progress-together.js'
import { rolloutLines } from './rollout-lines.js'
import { eventLine } from './stack-view.js'
import { duration } from './table.js'
import { err } from './theme.js'

const say = (line: string) => process.stderr.write(line + '\n')

/**
 * Progress where lines can't be redrawn: each change is one line. Notes are left out: they would only repeat.
 * @param of whose lines these are, when there are others between them
 */
export function plainProgress(of = ''): Progress {
  let told = ''
  const whose = of && `${of}: `
  return {
    async step(title, run) {
      const start = Date.now()
      say(`${err.cyan('…')} ${title}`)
      try {
        const value = await run({ note: () => {}, line: text => say(`    ${whose}${err.dim(escapeControl(text))}`) })
        say(`${err.green('✔')} ${title} ${err.dim(`(${duration(Date.now() - start)})`)}`)
        return value
      } catch (error) {
        say(`${err.red('✖')} ${title} ${err.dim(`(${duration(Date.now() - start)})`)}`)
        throw error
      }
    },
    together: plainTogether(plainProgress),
    event(event) {
      if (event.type === 'AWS::CloudFormation::Stack' && !event.status.endsWith('_FAILED')) return
      // CloudFormation says "in progress" twice of a new resource: when it begins, and when the id is known.
      const line = `${event.stackName} ${eventLine(event)}`
      if (line !== told) say(`    ${whose}${err.dim(eventLine(event))}`)
      told = line
    },
    rollout: rollout =>
      say(`    ${of === rollout.service ? '' : whose}${err.dim(`${rollout.service}: ${rolloutLines(rollout).join('; ')}`)}`),
    info: text => void process.stderr.write(infoLines(whose + text)),
  }
}
