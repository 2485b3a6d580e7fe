/** A statement of a policy, in which references have been resolved. */
export interface Statement {
  Sid?: string
  Effect: 'Allow' | 'Deny'
  Principal?: '*' | Record<string, string | string[]>
  Action: string | string[]
  Resource: string | string[]
  Condition?: Record<string, Record<string, string | string[]>>
}

export interface Request {
  action: string
  /** An ARN, or `*` for an action that takes no resource. */
  resource: string
  /** Condition keys that the request carries, e.g. `aws:ResourceTag/mm:db`. */
  context?: Record<string, string>
  /** Of a resource's policy: the service that asks. */
  principal?: string
}

/**
 * What IAM would say, as far as mm's policies go: a Deny wins, an Allow is needed, a condition on a key that the request lacks isn't met. An
 * operator that isn't known here throws: it must not pass unread.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function isAllowed(statements: Statement[], request: Request): boolean {
  const matching = statements.filter(statement => applies(statement, request))
  return matching.some(({ Effect }) => Effect === 'Allow') && !matching.some(({ Effect }) => Effect === 'Deny')
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value])

function applies(
  { Principal, Action, Resource, Condition = {}, ...rest }: Statement,
  { action, resource, context = {}, principal }: Request,
) {
  const unknown = Object.keys(rest).filter(key => key !== 'Sid' && key !== 'Effect')
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')} isn't known to test/contract/policy-evaluator.ts`)
  return (
    isPrincipal(Principal, principal) &&
    // Actions are compared without regard to case, ARNs with.
    list(Action).some(each => glob(each.toLowerCase(), action.toLowerCase())) &&
    list(Resource).some(each => isResource(each, resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => isMet(operator, list(wanted), context[key])),
    )
  )
}

const isPrincipal = (wanted: Statement['Principal'], principal?: string) =>
  wanted === undefined ||
  wanted === '*' ||
  (principal !== undefined && Object.values(wanted).some(each => list(each).includes(principal)))

const isResource = (pattern: string, resource: string) => pattern === '*' || matchesArn(pattern, resource)

function isMet(operator: string, wanted: string[], value?: string): boolean {
  if (operator.endsWith('IfExists')) return value === undefined || isMet(operator.slice(0, -'IfExists'.length), wanted, value)
  if (operator === 'Null') return wanted.includes(String(value === undefined))
  const test = operators[operator]
  if (!test) throw new Error(`${operator} isn't known to test/contract/policy-evaluator.ts`)
  return value !== undefined && wanted.some(each => test(each, value))
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators: Record<string, (wanted: string, value: string) => boolean> = {
  StringEquals: (wanted, value) => wanted === value,
  StringLike: glob,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (wanted, value) => wanted.toLowerCase() === value.toLowerCase(),
}

/** Each of the six parts by itself: a wildcard doesn't reach over a colon, but for the last part. */
function matchesArn(pattern: string, arn: string): boolean {
  const parts = (text: string) => {
    const all = text.split(':')
    return [...all.slice(0, 5), all.slice(5).join(':')]
  }
  const [wanted, is] = [parts(pattern), parts(arn)]
  return wanted.every((each, i) => glob(each, is[i] ?? ''))
}

function glob(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(text)
}
