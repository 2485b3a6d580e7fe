import packageJson from '../package.json' with { type: 'json' }

/** Of this mm. */
export const { version } = packageJson
