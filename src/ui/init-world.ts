import type { InitPerson } from '../ops/init/initialise.js'
import { ask } from './ask.js'
import { planText } from './init-plan.js'
import { err } from './theme.js'

/** The person before the terminal, or nobody. */
export function initWorld({ interactive }: { interactive: boolean }): InitPerson {
  return {
    ...(interactive
      ? {
          ask: ({ message, choices, problem }) =>
            choices
              ? ask.select({ message, choices: choices.map(value => ({ name: value, value })) })
              : ask.text({ message, validate: answer => problem?.(answer) ?? true }),
          confirm: message => ask.confirm({ message, default: true }),
        }
      : {}),
    showPlan: (plan, files) => void process.stderr.write(`${planText(plan, files)}\n\n`),
    done(plan, written) {
      const done =
        written.length === 0
          ? 'Everything is there already; nothing was written.'
          : `${written.length} file${written.length === 1 ? '' : 's'} written.`
      const next = [
        `mm env deploy --name ${plan.environment}`,
        ...(plan.database ? [`mm db deploy --env ${plan.environment}`] : []),
        ...[...plan.services]
          .sort((a, b) => a.type.value.localeCompare(b.type.value))
          .map(({ name }) => `mm svc deploy ${name} --env ${plan.environment}`),
      ]
      process.stderr.write(`${done}\n\n${err.dim('next')}  ${next.join(`\n${' '.repeat(6)}`)}\n`)
    },
  }
}
