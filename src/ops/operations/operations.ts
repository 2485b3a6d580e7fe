import { notFoundError } from '../../errors.js'
import { environmentStackName, sharedStackName } from '../names.js'
import type { Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { readiness } from '../stack/stack-status.js'

/** An environment, and perhaps one thing in it: a service, a database, or a stack by its name. */
export interface Scope {
  app: string
  env: string
  name?: string | undefined
}

/** What a person calls a stack's content. */
export const nameOf = ({ name, tags }: Stack): string => tags['mm:service'] ?? tags['mm:db'] ?? name

/** The stacks of an environment, itself first, then by name. Throws NothingDeployed (exit 5) when there are none, or none of that name. */
export async function stacksWithin({ stacks }: Pick<World, 'stacks'>, { app, env, name }: Scope): Promise<Stack[]> {
  const found =
    name === sharedStackName(app)
      ? [await stacks.find(name)].filter(each => each !== undefined)
      : (await stacks.list({ 'mm:app': app, 'mm:env': env })).filter(
          stack => name === undefined || nameOf(stack) === name || stack.name === name,
        )
  if (found.length === 0)
    throw notFoundError(
      'NothingDeployed',
      name === undefined ? `nothing of ${env} is deployed` : `there is no ${name} in ${env}`,
      {
        fix: ['mm status', 'mm env ls'],
      },
    )
  const own = environmentStackName(app, env)
  return found.sort((a, b) => Number(b.name === own) - Number(a.name === own) || a.name.localeCompare(b.name))
}

/** Those with which something goes on. */
export const busy = (stacks: Stack[]): Stack[] => stacks.filter(({ status }) => readiness(status) === 'busy')
