import { escapeControl } from './escape.js'
import { err } from './theme.js'

/** A remark beside the result, on stderr. */
export function note(text: string): void {
  process.stderr.write(`${err.yellow('note')}  ${escapeControl(text)}\n`)
}
