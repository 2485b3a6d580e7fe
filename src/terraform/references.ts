import { expression, type Expression } from './hcl.js'
import type { ExportedStack } from './stacks.js'

type Earlier = Pick<ExportedStack, 'label' | 'outputs' | 'foreign'>

/** Shorter ones (`2`, `true`, a name) may be equal by chance. */
const distinctive = 12

export const addressOf = ({ label, foreign }: Pick<ExportedStack, 'label' | 'foreign'>) =>
  `${foreign ? 'data.' : ''}aws_cloudformation_stack.${label}`

/**
 * The output of an earlier stack that a parameter got its value from: one of the same name and value, or the only one of that value. A
 * reference has the same value as the text in its place, and so changes nothing.
 */
export function referenceTo(earlier: Earlier[], parameter: string, value: string): Expression | undefined {
  const equal = earlier.flatMap(stack =>
    Object.keys(stack.outputs)
      .filter(output => stack.outputs[output] === value)
      .map(output => ({ stack, output })),
  )
  const namesake = value === '' ? undefined : equal.find(({ output }) => output === parameter)
  const found = namesake ?? (equal.length === 1 && value.length >= distinctive ? equal[0] : undefined)
  return found && expression(`${addressOf(found.stack)}.outputs["${found.output}"]`)
}
