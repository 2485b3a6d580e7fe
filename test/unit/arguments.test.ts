import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'

const folder = fileURLToPath(new URL('../../src/commands', import.meta.url))
const files = readdirSync(folder, { recursive: true })
  .map(String)
  .filter(file => file.endsWith('.ts'))

// oclif takes a missing argument from stdin otherwise: in a loop over lines, the next line would be deployed.
test.each(files)('no argument of %s is read from stdin', async file => {
  const { default: command } = (await import(`${folder}/${file}`)) as {
    default: { args?: Record<string, { ignoreStdin?: boolean }> }
  }
  for (const arg of Object.values(command.args ?? {})) expect(arg.ignoreStdin).toBe(true)
})
