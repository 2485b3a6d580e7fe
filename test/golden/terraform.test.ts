import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { exportTerraform } from '../../src/ops/export/export-terraform.js'
import { goldenExports } from '../support/golden-exports.js'

const folderOf = (name: string) => fileURLToPath(new URL(`terraform/${name}`, import.meta.url))

/** The templates beside them are those of the stacks, which have golden files of their own. */
const compared = (name: string) => !name.startsWith('templates/')

// UPDATE_GOLDEN=1 writes them anew; the diff is then for a reviewer to read.
test.each(Object.keys(goldenExports))('the export of %s is as its golden files say', async name => {
  const { world, request } = goldenExports[name]!()
  const { files } = await exportTerraform(world, request)
  const folder = folderOf(name)
  if (process.env['UPDATE_GOLDEN']) {
    rmSync(folder, { recursive: true, force: true })
    for (const file of files.filter(each => compared(each.name))) {
      mkdirSync(dirname(join(folder, file.name)), { recursive: true })
      writeFileSync(join(folder, file.name), file.text)
    }
  }
  expect(existsSync(folder)).toBe(true)
  const golden = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(each => /\.(tf|md)$/.test(each))
  expect(files.map(file => file.name).filter(compared).sort()).toEqual(golden.sort())
  for (const file of files.filter(each => compared(each.name))) {
    expect(file.text).toBe(readFileSync(join(folder, file.name), 'utf8'))
  }
})

test('the same system is written the same, byte for byte', async () => {
  const write = async () => {
    const { world, request } = goldenExports['prod']!()
    return exportTerraform(world, request)
  }
  expect(await write()).toEqual(await write())
})
