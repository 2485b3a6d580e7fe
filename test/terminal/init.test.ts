import { afterEach, expect, test } from '@jest/globals'
import { repository, type Repository } from '../support/repository.js'
import { terminal } from './screen.js'

let repo: Repository
afterEach(() => repo.remove())

const files = {
  'package.json': '{"name": "shop"}',
  'alpha/Dockerfile': 'FROM node:20-alpine\nEXPOSE 3000\n',
  'beta/Dockerfile': 'FROM node:20-alpine\n',
  'beta/package.json': '{"dependencies": {"mongodb": "7.9.0"}}',
}
const enter = '\r'
const down = '\u001b[B'

test('asks only what it cannot know, shows the plan, and writes it after a yes', async () => {
  repo = repository(files)
  const screen = terminal(['init'], { cwd: repo.root })
  await screen.shows(/Which AWS region\?/)
  screen.type(`eu-central-1${enter}`)
  await screen.shows(/Is alpha what people open/)
  screen.type(enter)
  await screen.shows(/Which port does beta listen on\?/)
  screen.type(`8080${enter}`)
  await screen.shows(/alpha\s+Load Balanced Web Service[\s\S]*\+ write\s+mm\/app\.yml[\s\S]*Write these files\?/)
  expect(screen.text()).toMatch(/port\s+3000\s+alpha\/Dockerfile:2 {2}EXPOSE 3000/)
  screen.type(enter)
  expect(await screen.ended).toBe(0)
  expect(screen.text()).toMatch(/5 files written/)
  expect(repo.read('mm/beta/manifest.yml')).toMatch(/type: Backend Service[\s\S]*port: 8080[\s\S]*database: db/)
})

test('a choice is made with the arrow keys', async () => {
  repo = repository(files)
  const screen = terminal(['init', '--region', 'eu-west-1', '--port', 'beta=8080'], { cwd: repo.root })
  await screen.shows(/Is alpha what people open/)
  screen.type(`${down}${enter}`)
  await screen.shows(/alpha\s+Backend Service[\s\S]*Write these files\?/)
  screen.type(`n${enter}`)
  expect(await screen.ended).toBe(1)
  expect(screen.text()).toMatch(/you answered no[\s\S]*nothing was written/)
  expect(Object.keys(repo.files()).sort()).toEqual(Object.keys(files).sort())
})

test.each(['at a question', 'at the confirmation'])('Ctrl-C %s ends with 130, and nothing was written', async when => {
  repo = repository(files)
  const screen = terminal(
    ['init', '--port', 'beta=8080', '--frontend', 'alpha', ...(when === 'at a question' ? [] : ['--region', 'eu-west-1'])],
    { cwd: repo.root },
  )
  await screen.shows(when === 'at a question' ? /Which AWS region\?/ : /Write these files\?/)
  screen.type('\u0003')
  expect(await screen.ended).toBe(130)
  expect(Object.keys(repo.files()).sort()).toEqual(Object.keys(files).sort())
})
