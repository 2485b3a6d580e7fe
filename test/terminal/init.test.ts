import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { repository, shopRepository, type Repository } from '../support/repository.js'
import { ctrlC, down, enter, openScreen } from './screen.js'

const region = { AWS_REGION: 'eu-central-1' }
const isManifest = (path: string) => path.startsWith('mm/')

describe('the example shop', () => {
  let repo: Repository
  let before: Record<string, string>
  beforeEach(() => {
    repo = shopRepository()
    before = repo.files()
  })
  afterEach(() => repo.remove())

  test('the plan with its evidence, one confirmation, the files, what comes next', async () => {
    const screen = openScreen(['init', 'shop'], { cwd: repo.root, env: region })
    const plan = await screen.shows(/Write these files\?/)
    expect(plan).toMatch(/application +shop +your answer/)
    expect(plan).toMatch(/region +eu-central-1 +AWS_REGION/)
    expect(plan).toMatch(/backend +Backend Service +backend\/package\.json:\d+/)
    expect(plan).toMatch(/port +8080 +backend\/Dockerfile:\d+ +EXPOSE 8080/)
    expect(plan).toMatch(/health +\/healthz +frontend\/Dockerfile:\d+ +HEALTHCHECK/)
    expect(plan).toMatch(/database +MONGODB_URI +backend\/src\/server\.js:\d+/)
    expect(plan).toMatch(/\+ write +mm\/backend\/manifest\.yml/)
    expect(repo.files()).toEqual(before)

    screen.type(enter)
    const { exit, screen: end } = await screen.end()
    expect(exit).toBe(0)
    expect(end).toMatch(
      /5 files written\.[\s\S]*mm env deploy --name dev[\s\S]*mm db deploy --env dev[\s\S]*mm svc deploy backend --env dev\s+mm svc deploy frontend --env dev/,
    )
    const after = repo.files()
    expect(Object.keys(after).filter(isManifest).sort()).toEqual([
      'mm/app.yml',
      'mm/backend/manifest.yml',
      'mm/db/manifest.yml',
      'mm/environments/dev/manifest.yml',
      'mm/frontend/manifest.yml',
    ])
    expect(Object.fromEntries(Object.entries(after).filter(([path]) => !isManifest(path)))).toEqual(before)

    const again = openScreen(['init'], { cwd: repo.root })
    expect(await again.end()).toMatchObject({
      exit: 0,
      screen: expect.stringMatching(/Everything is there already; nothing was written\./),
    })
    expect(repo.files()).toEqual(after)
  })

  test('no at the confirmation: nothing is written', async () => {
    const screen = openScreen(['init'], { cwd: repo.root, env: region })
    await screen.shows(/Write these files\?/)
    screen.type(`n${enter}`)
    const { exit, screen: end } = await screen.end()
    expect(end).toMatch(/not done: you answered no[\s\S]*nothing was written/)
    expect(exit).toBe(1)
    expect(repo.files()).toEqual(before)
  })

  test('Ctrl-C at the confirmation: nothing happened', async () => {
    const screen = openScreen(['init'], { cwd: repo.root, env: region })
    await screen.shows(/Write these files\?/)
    screen.type(ctrlC)
    const { exit, screen: end } = await screen.end()
    expect(end).toMatch(/interrupted at a question[\s\S]*nothing happened/)
    expect(exit).toBe(130)
    expect(repo.files()).toEqual(before)
  })

  test('Ctrl-C at the first question: nothing happened', async () => {
    const screen = openScreen(['init'], { cwd: repo.root })
    await screen.shows(/Which AWS region/)
    screen.type(ctrlC)
    expect(await screen.end()).toMatchObject({ exit: 130 })
    expect(repo.files()).toEqual(before)
  })

  test('--yes asks nothing', async () => {
    const screen = openScreen(['init', '--yes'], { cwd: repo.root, env: region })
    const { exit, screen: end } = await screen.end()
    expect(exit).toBe(0)
    expect(end).not.toMatch(/Write these files\?/)
    expect(end).toMatch(/5 files written/)
  })

  test('--no-input asks nothing either, and names the flag', async () => {
    const screen = openScreen(['init', '--no-input'], { cwd: repo.root, env: region })
    expect(await screen.end()).toMatchObject({ exit: 2, screen: expect.stringMatching(/nobody can answer[\s\S]*--yes/) })
    expect(repo.files()).toEqual(before)
  })
})

describe('a repository that does not tell everything', () => {
  let repo: Repository
  const dockerfile = 'FROM node:20-alpine\nCMD ["node", "main.js"]\n'
  beforeEach(() => {
    repo = repository({
      'one/Dockerfile': dockerfile,
      'two/Dockerfile': `${dockerfile}EXPOSE 8080\n`,
      'two/Dockerfile.slim': `${dockerfile}EXPOSE 8081\n`,
    })
  })
  afterEach(() => repo.remove())

  test('is asked about, question by question; a wrong answer is told at once', async () => {
    const screen = openScreen(['init', 'shop'], { cwd: repo.root })
    await screen.shows(/Which AWS region/)
    screen.type(`Frankfurt${enter}`)
    await screen.shows(/a region is written like eu-central-1/)
    screen.type(`${'\u007f'.repeat('Frankfurt'.length)}us-east-1${enter}`)
    await screen.shows(/Which port does one listen on\? \(there is no EXPOSE in one\/Dockerfile\)/)
    screen.type(`70000${enter}`)
    await screen.shows(/ports go from 1 to 65535/)
    screen.type(`${'\u007f'.repeat(5)}3000${enter}`)
    await screen.shows(/Is one what people open/)
    screen.type(enter)
    await screen.shows(/Which Dockerfile builds two\?/)
    screen.type(`${down}${enter}`)
    await screen.shows(/Is two what people open/)
    screen.type(`${down}${enter}`)
    const plan = await screen.shows(/Write these files\?/)
    expect(plan).toMatch(/one +Load Balanced Web Service +your answer\s+image +one\/Dockerfile\s+port +3000 +your answer/)
    expect(plan).toMatch(/two +Backend Service +your answer\s+image +two\/Dockerfile\.slim\s+port +8081 +two\/Dockerfile\.slim:3/)
    screen.type(enter)
    expect(await screen.end()).toMatchObject({ exit: 0 })
    expect(repo.read('mm/app.yml')).toMatch(/^name: shop\nregion: us-east-1$/m)

    // What was answered once stands in the manifests and isn't asked again.
    const again = openScreen(['init'], { cwd: repo.root })
    expect(await again.end()).toMatchObject({ exit: 0, screen: expect.stringMatching(/nothing was written/) })
  })

  test('Ctrl-C in the middle leaves nothing', async () => {
    const before = repo.files()
    const screen = openScreen(['init', 'shop'], { cwd: repo.root, env: region })
    await screen.shows(/Which port does one listen on/)
    screen.type(`3000${enter}`)
    await screen.shows(/Is one what people open/)
    screen.type(ctrlC)
    expect(await screen.end()).toMatchObject({ exit: 130, screen: expect.stringMatching(/nothing happened/) })
    expect(repo.files()).toEqual(before)
  })

  test('flags answer every question', async () => {
    const flags = [
      '--region',
      'us-east-1',
      '--port',
      'one=3000',
      '--frontend',
      'one',
      '--backend',
      'two',
      '--dockerfile',
      'two=two/Dockerfile',
      '--health',
      'two=/up',
    ]
    const screen = openScreen(['init', 'shop', ...flags], { cwd: repo.root })
    const plan = await screen.shows(/\?/)
    expect(plan).toMatch(/Write these files\?/)
    expect(plan).toMatch(/port +8080 +two\/Dockerfile:3[\s\S]*health +\/up +your answer/)
    screen.type(ctrlC)
    await screen.end()
  })
})
