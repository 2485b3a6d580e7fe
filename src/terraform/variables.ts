import { expression, hcl } from './hcl.js'
import type { Exported } from './stacks.js'

/** Names of the variables by the secret parameters that the stacks have, and a stack to read each from. */
export function secretVariables({
  stacks,
  secret,
}: Exported): { parameter: string; variable: string; stack: string; region: string }[] {
  const own = stacks.filter(({ foreign }) => !foreign)
  return [...secret].sort().flatMap(parameter => {
    const stack = own.find(({ parameters }) => parameter in parameters)
    return stack ? [{ parameter, variable: secretVariable(parameter), stack: stack.name, region: stack.region }] : []
  })
}

/** `OriginToken` -> `origin_token` */
export const secretVariable = (parameter: string) => parameter.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase()

/** A value that isn't written down must be given; undefined when there's none. */
export function variablesFile(exported: Exported): string | undefined {
  const variables = secretVariables(exported)
  if (variables.length === 0) return undefined
  return hcl(
    variables.map(({ parameter, variable, stack }) => ({
      type: 'variable',
      labels: [variable],
      body: [
        {
          set: {
            type: expression('string'),
            description: `Parameter ${parameter}, as the stack ${stack} has it: README.md says how it's read`,
            sensitive: true,
          },
        },
      ],
    })),
  )
}
