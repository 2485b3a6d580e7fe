import { escapeControl } from './escape.js'

/** Something that's said between steps: indented, with the control characters of foreign text escaped. */
export const infoLines = (text: string): string =>
  text
    .split('\n')
    .map(line => `  ${escapeControl(line)}\n`)
    .join('')
