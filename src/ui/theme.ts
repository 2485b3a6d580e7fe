import { Chalk, supportsColor, supportsColorStderr } from 'chalk'

/** Colour is decided per stream: a piped stdout has none even while stderr is a terminal. `NO_COLOR` wins, whatever its value. */
const noColour = Boolean(process.env['NO_COLOR']) || process.env['TERM'] === 'dumb'

export const out = new Chalk({ level: noColour || !supportsColor ? 0 : supportsColor.level })
export const err = new Chalk({ level: noColour || !supportsColorStderr ? 0 : supportsColorStderr.level })

/** True when stderr is a terminal on which lines may be redrawn. */
export const canRedraw = (): boolean => process.stderr.isTTY === true && process.env['TERM'] !== 'dumb' && !process.env['CI']
