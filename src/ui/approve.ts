import { MmError, usageError } from '../errors.js'
import type { Approve } from '../ops/stack/planned.js'
import { ask } from './ask.js'
import { changesText } from './changes.js'
import { writeEvent } from './event.js'

/** Shows the change sets on stderr, with `json` as an event, and asks once; with `yes`, or where nothing is to be done, only shows them. */
export function approve(options: { yes: boolean; interactive: boolean; json: boolean }): Approve {
  return async sets => {
    if (sets.length === 0) return
    if (options.json) writeEvent({ type: 'plan', stacks: sets })
    else process.stderr.write(`\n${changesText(sets)}\n\n`)
    if (options.yes || sets.every(({ changes, redeploy }) => changes.length === 0 && !redeploy)) return
    if (!options.interactive) {
      throw usageError('MissingAnswers', 'nobody can answer whether to make these changes', {
        state: 'nothing was changed',
        fix: ['--yes makes the shown changes without a question'],
      })
    }
    if (!(await ask.confirm({ message: 'Make these changes?', default: false }))) {
      throw new MmError('Declined', 'not done: you answered no', { state: 'nothing was changed' })
    }
  }
}

/** Asks a question that isn't about changes; with `yes` it's answered. */
export function confirmQuestion(options: { yes: boolean; interactive: boolean }): (message: string) => Promise<void> {
  return async message => {
    if (options.yes) return
    if (!options.interactive) {
      throw usageError('MissingAnswers', `nobody can answer: ${message}`, { state: 'nothing was changed', fix: ['--yes'] })
    }
    if (!(await ask.confirm({ message, default: false }))) {
      throw new MmError('Declined', 'not done: you answered no', { state: 'nothing was changed' })
    }
  }
}

/** Wants the name typed: at the prompt, or by `--confirm`. `--yes` isn't enough for what can't be undone. */
export function confirmByName(options: {
  name: string
  confirm: string | undefined
  interactive: boolean
  consequence: string
}): () => Promise<void> {
  return async () => {
    const { name, confirm, interactive, consequence } = options
    if (confirm === undefined && !interactive) {
      throw usageError('MissingAnswers', `${consequence}: the name must be given`, {
        state: 'nothing was changed',
        fix: [`--confirm ${name}`],
      })
    }
    const typed = confirm ?? (await ask.text({ message: `${consequence}. Type ${name} to go on:` }))
    if (typed !== name) throw new MmError('Declined', `not done: "${typed}" isn't ${name}`, { state: 'nothing was changed' })
  }
}
