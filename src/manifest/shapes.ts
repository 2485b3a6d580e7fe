import { z } from 'zod'
import { parseDuration } from './duration.js'

/** Pieces that several manifests are made of. Messages end the sentence "<key> is <value>: …". */

export const wholeNumber = (min: number, max: number, unit = '') =>
  z.number().refine(value => Number.isInteger(value) && value >= min && value <= max, {
    message: `it must be a whole number from ${min} to ${max}${unit}`,
  })

/** `10s`, `1m30s`, or a number of seconds, as seconds. */
export const seconds = (min: number, max: number) =>
  z.union([z.number(), z.string()]).transform((value, context) => {
    const parsed = parseDuration(value)
    if (parsed !== undefined && Number.isInteger(parsed) && parsed >= min && parsed <= max) return parsed
    context.addIssue({ code: 'custom', message: `it must be a duration from ${min}s to ${max}s, such as 10s or 1m30s` })
    return z.NEVER
  })

/** `4h`, `7d`: a whole number of one unit. */
export const countOf = (unit: 'h' | 'd', allowed: (value: number) => boolean, hint: string) =>
  z.string().transform((value, context) => {
    const parsed = new RegExp(`^(\\d+)${unit}$`).exec(value)?.[1]
    if (parsed !== undefined && allowed(Number(parsed))) return Number(parsed)
    context.addIssue({ code: 'custom', message: hint })
    return z.NEVER
  })

/** ARN of a policy that bounds what roles may do. */
export const policyArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/\S+$/, { message: 'it must be the ARN of a policy' })

export const regionName = z
  .string()
  .regex(/^[a-z]{2,3}(-[a-z]+)+-\d$/, { message: 'it must be a region of AWS, such as eu-central-1' })

const reserved = new Set(['cdn', 'environments', 'pipelines', 'shared'])

/** Services and databases: their name is a folder, a repository, a DNS label and part of stack names. */
export const workloadName = z
  .string()
  .refine(value => /^[a-z][a-z0-9-]{0,29}$/.test(value) && !value.endsWith('-') && !reserved.has(value), {
    message: `it must be 1-30 lower case letters, digits or hyphens, start with a letter, not end with a hyphen, and not be ${[...reserved].join(', ')}`,
  })

/** Not `shared`, and without hyphens: stack names would be ambiguous. */
export const environmentName = z.string().refine(value => /^[a-z][a-z0-9]{0,14}$/.test(value) && !reserved.has(value), {
  message: 'it must be 1-15 lower case letters or digits, start with a letter, and not be shared',
})

export const urlPath = z.string().refine(value => /^\/[A-Za-z0-9_.$/~"'@:+&-]*$/.test(value) && value.length <= 128, {
  message: 'it must be a path that starts with /',
})

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html (HealthCheckPath: /path?query) */
export const healthPath = z.string().refine(value => /^\/[\x21-\x7e]*$/.test(value) && value.length <= 1024, {
  message: 'it must be a path that starts with /, without spaces',
})

/** Seconds between two health checks, and until one is given up. */
export const defaultInterval = 10
export const defaultTimeout = 5

/** What CloudWatch Logs takes. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]
export const retention = z
  .number()
  .refine(value => retentions.includes(value), {
    message: `it must be a number of days that CloudWatch takes: ${retentions.join(', ')}`,
  })
  .optional()
export const logging = z.strictObject({ retention })
export const defaultRetention = 30

export const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { message: 'a variable has letters, digits and underscores, and starts with no digit' })

/** Values of environment variables: numbers and truth values are written as text. */
export const variables = z.record(
  variableName,
  z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]),
)
