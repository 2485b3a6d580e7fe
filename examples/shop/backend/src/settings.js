/** A wrong setting ends the process with one line in the form of the other log lines: a stack would tell nothing more. */
export function refuse(msg) {
  console.log(JSON.stringify({ level: 60, time: Date.now(), msg }))
  process.exit(1)
}

/** The value of a variable that must be set. */
export const required = (name, hint) => process.env[name] || refuse(`${name} is not set: ${hint}`)

export function portOf(value) {
  const port = Number(value)
  return Number.isInteger(port) && port > 0 && port < 65536 ? port : refuse(`PORT is ${JSON.stringify(value)}: it must be a number from 1 to 65535`)
}

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
export const logLevel = (value = 'info') => (levels.includes(value) ? value : refuse(`LOG_LEVEL is ${JSON.stringify(value)}: it must be one of ${levels.join(', ')}`))
