import type { ChangeSet } from '../ops/ports/cloudformation.js'
import { escapeControl } from './escape.js'
import type { err } from './theme.js'

type Theme = typeof err
type Cost = NonNullable<ChangeSet['cost']>
type Estimate = Cost['after']

interface Costed {
  stackName: string
  cost?: Cost
}

/** `about + $37 a month ($81 in all): NAT gateways + 37, alarms - 0.46`; undefined when a stack goes on costing what it does. */
export function costText({ before, after, change }: Cost): string | undefined {
  const open = (estimate: Estimate | undefined) => estimate?.unknown.map(({ logicalId, what }) => `${logicalId} (${what})`) ?? []
  const [was, is] = [open(before), open(after)]
  const gone = was.filter(each => !is.includes(each))
  if (before && change.monthly === 0 && before.upTo === after.upTo && gone.length === 0 && is.length === was.length)
    return undefined
  const parts = [
    ...(after.monthly === 0 && change.monthly === 0 && after.upTo === undefined ? [] : [head({ before, after, change })]),
    ...(is.length > 0 ? [`not known and not in it: ${firstOf(is)}`] : []),
    ...(gone.length > 0 ? [`not known of what is deployed: ${firstOf(gone)}`] : []),
  ]
  return parts.length === 0 ? undefined : escapeControl(parts.join('; '))
}

/** What stands below a plan, once: the sum when several stacks cost more or less, and whose prices they are. */
export function costFooter(stacks: Costed[], theme: Theme): string[] {
  const costs = stacks.flatMap(({ cost }) => cost ?? [])
  const shown = costs.filter(cost => costText(cost) !== undefined)
  const [first] = shown
  if (!first) return []
  const whose = `list prices of ${first.region} on demand, ${monthText(first.asOf)}; other regions differ; without traffic, logs, images and snapshots`
  const total = shown.length > 1 ? [`${theme.dim('cost in all')}  ${totalText(stacks)}`] : []
  return [[...total, theme.dim(whose)].join('\n')]
}

function totalText(stacks: Costed[]): string {
  const costs = stacks.flatMap(({ cost }) => cost ?? [])
  const [change, whole] = [sum(costs.map(cost => cost.change.monthly)), sum(costs.map(({ after }) => after.monthly))]
  const these = `these ${costs.length} stacks`
  const left = stacks.filter(({ cost }) => !cost).map(({ stackName }) => stackName)
  const without = left.length > 0 ? `, without ${left.join(', ')}` : ''
  if (change === 0 || costs.every(({ before }) => !before)) return `about $${amount(whole)} a month for ${these}${without}`
  return `about ${signed(change, '$')} a month ($${amount(whole)} for ${these}${without})`
}

function head({
  before,
  after,
  change: { monthly, by },
}: Pick<Cost, 'after' | 'change'> & { before: Estimate | undefined }): string {
  const most = after.upTo === undefined ? '' : `, up to $${amount(after.upTo)} when it scales`
  const whole = `$${amount(after.monthly)}`
  if (!before) return `about ${whole} a month${most}${byText(by, amount)}`
  if (monthly === 0) return `about ${whole} a month${most}`
  return `about ${signed(monthly, '$')} a month (${whole} in all${most})${byText(by, signed)}`
}

/** The largest of what it's for, and the rest as one. */
function byText(by: Cost['change']['by'], written: (usd: number) => string): string {
  if (by.length === 0) return ''
  const named = by.length > mostNamed + 1 ? by.slice(0, mostNamed) : by
  const rest = sum(by.slice(named.length).map(({ monthly }) => monthly))
  const all = [...named, ...(named.length < by.length && rest !== 0 ? [{ what: 'other', monthly: rest }] : [])]
  return `: ${all.map(({ what, monthly }) => `${what} ${written(monthly)}`).join(', ')}`
}

const mostNamed = 3

function firstOf(texts: string[]): string {
  const more = texts.length - mostNamed
  return [...texts.slice(0, mostNamed), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

const sum = (amounts: number[]) => Math.round(amounts.reduce((all, each) => all + each, 0) * 100) / 100

/** Whole dollars, and cents where they're most of it: the whole is an estimate. */
const amount = (usd: number) => (usd < 9.995 ? usd.toFixed(2) : String(Math.round(usd)))

const signed = (usd: number, unit = '') => `${usd < 0 ? '-' : '+'} ${unit}${amount(Math.abs(usd))}`

/** `July 2026` of `2026-07`. */
const monthText = (month: string) =>
  new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
