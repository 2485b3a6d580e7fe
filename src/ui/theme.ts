import { Chalk, supportsColor, supportsColorStderr } from 'chalk'

/** Colour is decided per stream: a piped stdout has none even while stderr is a terminal. `NO_COLOR` wins, whatever its value. */
const noColour = Boolean(process.env['NO_COLOR']) || process.env['TERM'] === 'dumb'

export const out = new Chalk({ level: noColour || !supportsColor ? 0 : supportsColor.level })
export const err = new Chalk({ level: noColour || !supportsColorStderr ? 0 : supportsColorStderr.level })

/** Narrower terminals, and those that don't tell their width, would get one character a line. */
const leastColumns = 20

/** True when stderr is a terminal on which lines may be redrawn. */
export const canRedraw = (): boolean =>
  process.stderr.isTTY === true && process.stderr.columns >= leastColumns && process.env['TERM'] !== 'dumb' && !process.env['CI']
