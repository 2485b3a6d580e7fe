import { z } from 'zod'

const message = 'it must be a time above 0 and up to 1h, such as 500ms, 1.5s or 2s'
const fits = (seconds: number) => seconds > 0 && seconds <= 3600

/** `500ms`, `1.5s`, `2m`, or a number of seconds, as seconds. Two forms, so that a union with a map tells which one was meant. */
export const responseTimeForms = [
  z.number().refine(fits, { message }),
  z.string().transform((text, context) => {
    const seconds = parseResponseTime(text)
    if (seconds !== undefined && fits(seconds)) return seconds
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }),
] as const

export const responseTime = z.union(responseTimeForms)

const units: Record<string, number> = { ms: 0.001, s: 1, m: 60 }

function parseResponseTime(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? []
  return digits === undefined ? undefined : Number((Number(digits) * (units[unit] ?? 1)).toFixed(3))
}
