import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from '@jest/globals'
import { goldenStacks, goldenFile } from '../support/golden-stacks.js'
import { render } from '../../src/templates/render.js'

// UPDATE_GOLDEN=1 writes them anew; the diff is then for a reviewer to read.
test.each(Object.entries(goldenStacks()))('%s is rendered as its golden file says', (name, template) => {
  const file = goldenFile(name)
  const text = render(template)
  if (process.env['UPDATE_GOLDEN']) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  expect(existsSync(file)).toBe(true)
  expect(text).toBe(readFileSync(file, 'utf8'))
})
