import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { drawing, type Drawing } from '../../../src/ui/drawing.js'

const line = { title: 'Update shop-dev-web', output: '' }
let step: Drawing
beforeEach(() => {
  line.output = ''
  step = drawing(line, 3)
})
afterEach(() => step.end())

test('shows the newest note, or the last lines of an output', () => {
  step.note('pushing')
  expect(line.output).toBe('pushing')
  for (const each of ['1', '2', '3', '4']) step.line(each)
  expect(line.output).toBe('2\n3\n4')
})

test('shows what is said meanwhile at once, above what goes on, its first line and its last ones', () => {
  step.note('waiting')
  step.info('task a stopped: exit code 1\nnpm start\nat main\nError: no database')
  expect(line.output).toBe('task a stopped: exit code 1\nat main\nError: no database\nwaiting')
  step.note('still waiting')
  expect(line.output).toBe('task a stopped: exit code 1\nat main\nError: no database\nstill waiting')
  step.info('task b stopped: exit code 1')
  expect(line.output).toBe('task b stopped: exit code 1\nstill waiting')
})

test('shows no control characters, and no line that would wrap', () => {
  step.note(`\u001b[2J${'x'.repeat(500)}`)
  expect(line.output).toMatch(/^[^\u001b]{1,200}$/)
})
