import type { Hook } from '@oclif/core'
import { usageError } from '../errors.js'
import { nearest } from '../nearest.js'

/** Suggests the nearest command and never runs it: oclif's own plug-in asks, also when stdin is closed. */
const hook: Hook<'command_not_found'> = async function ({ id, argv, config }) {
  const typed = [...id.split(':'), ...(argv ?? []).filter(word => !word.startsWith('-'))].join(' ')
  const commands = config.commandIDs.map(command => command.replaceAll(':', ' '))
  const near = nearest(typed, commands) ?? nearest(id.replaceAll(':', ' '), commands)
  throw usageError('UnknownCommand', `unknown command "${id.replaceAll(':', ' ')}"`, {
    fix: near ? [`mm ${near}`] : ['mm --help'],
  })
}

export default hook
