import { z } from 'zod'
import { shellWords } from './shell-words.js'
import { seconds, wholeNumber } from './shapes.js'

/** A command that ECS runs in the container; the task is replaced when it fails too often. Times in seconds. */
export interface ContainerCheck {
  /** `CMD-SHELL` and a line for the shell, or `CMD` and the words of a command. */
  command: string[]
  interval: number
  retries: number
  timeout: number
  startPeriod: number
}

/** Copilot's forms: a line, split as a shell would, or the words themselves. */
export const commandShape = z.union([
  z.string().transform((text, context) => {
    const words = shellWords(text)
    if (words !== undefined && words.length > 0) return words
    context.addIssue({ code: 'custom', message: 'it must be a command whose quotes are closed, such as node server.js' })
    return z.NEVER
  }),
  z.array(z.string()).min(1, { message: 'it must have a word at least' }),
])

/** What ECS takes. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
export const containerCheckShape = z.strictObject({
  command: z.union([
    z.string().transform(line => ['CMD-SHELL', line]),
    z.array(z.string()).refine(words => words.length > 1 && ['CMD', 'CMD-SHELL'].includes(words[0] ?? ''), {
      message: 'it must begin with CMD or CMD-SHELL',
    }),
  ]),
  interval: seconds(5, 300).optional(),
  retries: wholeNumber(1, 10).optional(),
  timeout: seconds(2, 60).optional(),
  start_period: seconds(0, 300).optional(),
})

/** With Copilot's defaults. */
export function containerCheckOf(written: z.output<typeof containerCheckShape>): ContainerCheck {
  return {
    command: written.command,
    interval: written.interval ?? 10,
    retries: written.retries ?? 2,
    timeout: written.timeout ?? 5,
    startPeriod: written.start_period ?? 0,
  }
}
