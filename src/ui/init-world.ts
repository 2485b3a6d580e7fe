import type { InitPerson } from '../ops/init/initialise.js'
import { ask } from './ask.js'
import { planText } from './init-plan.js'
import { err } from './theme.js'

/** The person before the terminal, or nobody. With `json` the plan is the result's alone. */
export function initWorld({ interactive, json }: { interactive: boolean; json: boolean }): InitPerson {
  const say = (text: string) => void (json || process.stderr.write(text))
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
    showPlan: (plan, files) => say(`${planText(plan, files)}\n\n`),
    done(plan, written) {
      const done =
        written.length === 0
          ? 'Everything is there already; nothing was written.'
          : `${written.length} file${written.length === 1 ? '' : 's'} written.`
      const oneByOne = [
        `mm env deploy --name ${plan.environment}`,
        ...(plan.database ? [`mm db deploy --env ${plan.environment}`] : []),
        ...[...plan.services]
          .sort((a, b) => a.type.value.localeCompare(b.type.value))
          .map(({ name }) => `mm svc deploy ${name} --env ${plan.environment}`),
      ]
      const next = [`mm deploy --env ${plan.environment}`, err.dim('or one by one'), ...oneByOne.map(command => `  ${command}`)]
      say(`${done}\n\n${err.dim('next')}  ${next.join(`\n${' '.repeat(6)}`)}\n`)
    },
  }
}
