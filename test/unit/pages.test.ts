import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'

const root = fileURLToPath(new URL('../..', import.meta.url))
const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...['docs', 'local', 'src', 'test'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.md'))
      .map(name => join(folder, name)),
  ),
]

/** What a page links to beside itself and the web, and files of the code that it names. */
function named(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8')
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link.split('#')[0] ?? '')
    .filter(link => link !== '' && !/^[a-z]+:/.test(link))
    .map(link => join(root, dirname(page), link))
  const files = [
    ...text.matchAll(
      /`((?:src|test|scripts|local|ops|aws|docker|manifest|templates|ui|workspace)\/[\w./-]+\.(?:ts|mjs|py|md|story))`/g,
    ),
  ]
    .map(([, file = '']) => file)
    .map(file => [join(root, file), join(root, 'src', file)].find(existsSync) ?? file)
  return [...links, ...files]
}

test('there are pages', () => {
  expect(pages.length).toBeGreaterThan(20)
})

test('a page names only what is there', () => {
  const missing = pages.flatMap(page =>
    named(page)
      .filter(path => !existsSync(path))
      .map(path => `${page}: ${path}`),
  )
  expect(missing).toEqual([])
})
