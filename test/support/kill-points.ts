import { mutates } from './aws-actions.js'

/** A moment of a command's life, by what it asks of AWS. */
export interface KillPoint {
  action: string
  /** Which of the command's calls of this action it is, from 1. */
  nth: number
  /** sent: AWS never sees the call; answered: AWS has done it, and the command doesn't learn of it. */
  before: 'sent' | 'answered'
}

/**
 * Points spread over a command's life, with each action that changes something both before it's sent and before it's answered.
 * @param actions what a good run asked, in order
 */
export function killPoints(actions: string[], count: number): KillPoint[] {
  const calls = actions.map((action, i) => ({ action, nth: actions.slice(0, i + 1).filter(each => each === action).length }))
  const total = (action: string) => actions.filter(each => each === action).length
  const all = calls
    // How often something is looked at differs from run to run.
    .filter(({ action, nth }) => mutates(action) || nth <= Math.ceil(total(action) / 2))
    .flatMap(call =>
      (mutates(call.action) ? (['sent', 'answered'] as const) : (['sent'] as const)).map(before => ({ ...call, before })),
    )
  const must = all.filter(({ action, nth }) => mutates(action) && nth === Math.ceil(total(action) / 2))
  const others = all.filter(each => !must.includes(each))
  const room = Math.max(0, count - must.length)
  return [
    ...must,
    ...Array.from({ length: Math.min(room, others.length) }, (_, i) => others[Math.floor(((i + 0.5) * others.length) / room)]),
  ]
    .filter(each => each !== undefined)
    .sort((a, b) => all.indexOf(a) - all.indexOf(b))
}

export const titleOf = ({ action, nth, before }: KillPoint): string => `before ${action} #${nth} is ${before}`
