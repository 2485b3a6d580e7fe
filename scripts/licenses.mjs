// Writes THIRD-PARTY-LICENSES.txt: the licence of every package whose code is in the bundle.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './support/prepare.mjs'

const bundled = JSON.parse(readFileSync(join(root, 'dist/bundled-packages.json'), 'utf8'))
const permissive = /^\(?(0BSD|MIT|MIT-0|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|Python-2\.0)/

const texts = bundled.map(folder => {
  const path = join(root, folder)
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  if (!permissive.test(license ?? ''))
    throw new Error(`${name} ${version} has the licence ${license}, which isn't on the list of permissive ones`)
  const file = readdirSync(path).find(entry => /^(licen[cs]e|copying)/i.test(entry))
  const text = file && existsSync(join(path, file)) ? readFileSync(join(path, file), 'utf8').trim() : `Licence: ${license}`
  return { title: `${name} ${version} (${license})`, text }
})
// Many packages share the very same text: it's written once, under all of their names.
const byText = Map.groupBy
  ? Map.groupBy(texts, each => each.text)
  : texts.reduce((map, each) => map.set(each.text, [...(map.get(each.text) ?? []), each]), new Map())
const parts = [...byText].map(([text, all]) => `${all.map(each => each.title).join('\n')}\n\n${text}\n`)
writeFileSync(
  join(root, 'THIRD-PARTY-LICENSES.txt'),
  `mm contains code of these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`,
)
