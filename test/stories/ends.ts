import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Story } from '../fakes/aws-script/story.js'
import type { Played } from './play.js'
import { withoutStandings } from './screen.js'

const folder = fileURLToPath(new URL('ends/', import.meta.url))

/** How a story ended, whole: what a person saw, and which calls were made. UPDATE_GOLDEN=1 writes it anew, for a reviewer to read. */
export function end(story: Story, { exit, stdout, screen: whole, calls }: Played): { is: string; was: string } {
  const screen = story.before.size > 1 ? afterSteps(whole) : withoutStandings(whole)
  const variables = Object.entries(story.variables)
    .map(([name, value]) => `${name}=${value} `)
    .join('')
  const is = [
    `$ ${variables}mm ${story.command.join(' ')}\n`,
    screen === '' ? '' : `${screen}\n`,
    stdout === '' ? '' : `--- stdout\n${stdout}`,
    `--- exit ${exit}\n`,
    `--- calls\n${calls.join('\n')}\n`,
  ].join('')
  const file = `${folder}${basename(story.file, '.story')}.txt`
  if (process.env['UPDATE_GOLDEN']) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, is)
  }
  return { is, was: existsSync(file) ? readFileSync(file, 'utf8') : `${file} is missing` }
}

/** Of several services at once: which of them comes first at the same moment is nobody's to say. */
const afterSteps = (screen: string) =>
  screen
    .split(/^[…✔✖] .*$/m)
    .at(-1)
    ?.trim() ?? ''
