import { usageError } from '../errors.js'

/** `frontend=3000` flags as a map. Throws WrongUse (exit 2) for one without `=`. */
export function pairs(flag: string, values: string[] = []): Record<string, string> {
  return Object.fromEntries(
    values.map(value => {
      const [, key, text] = /^([^=]+)=(.+)$/.exec(value) ?? []
      if (key === undefined || text === undefined)
        throw usageError('WrongUse', `--${flag} is "${value}"`, {
          why: 'it must be service=value',
          fix: [`--${flag} frontend=…`],
        })
      return [key, text]
    }),
  )
}
