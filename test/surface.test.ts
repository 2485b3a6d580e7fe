import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { arg } from '../src/flags/subject.js'

interface Manifest {
  commands: Record<
    string,
    {
      aliases: string[]
      args: Record<string, { name: string }>
      flags: Record<string, { name: string; char?: string; env?: string; allowNo?: boolean; multiple?: boolean }>
      summary?: string
      examples?: string[]
    }
  >
}

const root = fileURLToPath(new URL('..', import.meta.url))
const { commands } = JSON.parse(readFileSync(`${root}/oclif.manifest.json`, 'utf8')) as Manifest

// What scripts may rely on: a change of this snapshot is a change of mm's interface.
test('every command, argument, flag and alias', () => {
  const surface = Object.entries(commands).map(([id, { args, flags, aliases }]) => {
    const flagTexts = Object.values(flags).map(
      flag => `${flag.char ? `-${flag.char}/` : ''}--${flag.allowNo ? '[no-]' : ''}${flag.name}${flag.multiple ? '…' : ''}`,
    )
    return [
      `mm ${id.replaceAll(':', ' ')}`,
      ...Object.values(args).map(arg => `[${arg.name}]`),
      ...flagTexts.sort(),
      ...aliases.map(alias => `= ${alias}`),
    ].join(' ')
  })
  expect(surface.sort()).toMatchSnapshot()
})

test.each(Object.entries(commands))(
  '%s has a summary, an example, and a variable for every flag',
  (_, { summary, examples, flags }) => {
    expect(summary).toBeTruthy()
    expect(examples?.length).toBeGreaterThan(0)
    expect(Object.values(flags).filter(flag => flag.name !== 'json' && !flag.env?.startsWith('MM_'))).toEqual([])
  },
)

test('no argument is read from stdin, which may be the input of a loop around mm', async () => {
  const sources = readdirSync(`${root}/src`, { recursive: true }).filter(file => String(file).endsWith('.ts'))
  const makers = sources.filter(file => /\bArgs\.\w+\(/.test(readFileSync(`${root}/src/${String(file)}`, 'utf8')))
  expect(makers).toEqual(['flags/subject.ts'])
  expect(arg('x').ignoreStdin).toBe(true)
})

test('the manifest lists every command of the source', () => {
  const files = readdirSync(`${root}/src/commands`, { recursive: true }).filter(file => String(file).endsWith('.ts'))
  expect(Object.keys(commands).sort()).toEqual(files.map(file => String(file).replace(/\.ts$/, '').replaceAll('/', ':')).sort())
})

test.each(['generate-resource-types', 'generate-boot-script', 'generate-docs'])('what %s writes is up to date', script => {
  const { status, stderr } = spawnSync(process.execPath, [`scripts/${script}.mjs`, '--check'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})
