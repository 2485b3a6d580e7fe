import { writeEvent } from './event.js'

/**
 * With `--json` Node's own warnings (of an old version, of a deprecated call) are events like everything else on stderr. Not oclif's UnparsedCommand: the
 * error of parsing, by which that comes to be, has been told.
 */
export function nodeWarningsAsEvents(): void {
  process.removeAllListeners('warning')
  process.on('warning', ({ name, message, code }: Error & { code?: string }) => {
    if (code === 'UnparsedCommand') return
    writeEvent({ type: 'info', text: `${name}: ${message}` })
  })
}
