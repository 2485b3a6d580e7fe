import { Args, Flags } from '@oclif/core'

// What a command is about; letters are Copilot's.

export const envFlag = Flags.string({
  char: 'e',
  description: 'environment; may be left out when the repository has just one',
  env: 'MM_ENV',
})

/** Of the commands that are about an environment itself: `--env` names it elsewhere, so it does here, too. */
export const environmentNameFlag = Flags.string({
  char: 'n',
  aliases: ['env'],
  charAliases: ['e'],
  description: 'name of the environment; may be left out when the repository has just one',
  env: 'MM_ENV',
})

export const nameFlag = (what: string) =>
  Flags.string({ char: 'n', description: `name of the ${what}, in place of the argument`, env: 'MM_NAME' })

export const appFlag = Flags.string({
  char: 'a',
  description: 'name of the application, in place of the argument',
  env: 'MM_APP',
})

/** Never from stdin, where oclif would look for a missing one: in `while read line; do mm svc show; done` the next line would be a service. */
export const arg = (description: string) => Args.string({ description, ignoreStdin: true })

export const serviceArg = arg('name of the service: a folder below mm/')

export const lockedArg = Args.string({
  ignoreStdin: true,
  required: true,
  description: 'a stack, a service, a database or an environment',
})

export const deploymentArg = Args.string({
  name: 'name',
  ignoreStdin: true,
  description: 'a service, a database or a stack; may be left out',
})
