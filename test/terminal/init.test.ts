import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { repository, shopRepository, type Repository } from '../support/repository.js'
import { terminal, type Screen } from './screen.js'

const enter = '\r'
const down = '\u001b[B'
const backspace = '\u007f'
const ctrlC = '\u0003'
const region = { AWS_REGION: 'eu-central-1' }
/** Without the developer's own settings of AWS. */
const open = (repo: Repository, args: string[], env: Record<string, string> = {}) =>
  terminal(args, { cwd: repo.root, env: { AWS_CONFIG_FILE: '/dev/null', ...env } })
/** The program has shown this, and ends with this code. */
async function ends(screen: Screen, exit: number, shown: RegExp): Promise<void> {
  await screen.shows(shown)
  expect(await screen.ended).toBe(exit)
}

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
    const screen = open(repo, ['init', 'shop'], region)
    await screen.shows(/Write these files\?/)
    const plan = screen.text()
    expect(plan).toMatch(/application +shop +your answer/)
    expect(plan).toMatch(/region +eu-central-1 +AWS_REGION/)
    expect(plan).toMatch(/backend +Backend Service +backend\/package\.json:\d+/)
    expect(plan).toMatch(/port +8080 +backend\/Dockerfile:\d+ +EXPOSE 8080/)
    expect(plan).toMatch(/health +\/healthz +frontend\/Dockerfile:\d+ +HEALTHCHECK/)
    expect(plan).toMatch(/database +MONGODB_URI +backend\/src\/server\.js:\d+/)
    expect(plan).toMatch(/\+ write +mm\/backend\/manifest\.yml/)
    expect(repo.files()).toEqual(before)

    screen.type(enter)
    await ends(
      screen,
      0,
      /5 files written\.[\s\S]*mm deploy --env dev\s+or one by one\s+mm env deploy --name dev[\s\S]*mm db deploy --env dev[\s\S]*mm svc deploy backend --env dev\s+mm svc deploy frontend --env dev/,
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

    const again = open(repo, ['init'])
    await ends(again, 0, /Everything is there already; nothing was written\./)
    expect(repo.files()).toEqual(after)
  })

  test('no at the confirmation: nothing is written', async () => {
    const screen = open(repo, ['init'], region)
    await screen.shows(/Write these files\?/)
    screen.type(`n${enter}`)
    await ends(screen, 1, /not done: you answered no[\s\S]*nothing was written/)
    expect(repo.files()).toEqual(before)
  })

  test('Ctrl-C at the confirmation: nothing happened', async () => {
    const screen = open(repo, ['init'], region)
    await screen.shows(/Write these files\?/)
    screen.type(ctrlC)
    await ends(screen, 130, /interrupted at a question[\s\S]*nothing happened/)
    expect(repo.files()).toEqual(before)
  })

  test('Ctrl-C at the first question: nothing happened', async () => {
    const screen = open(repo, ['init'])
    await screen.shows(/Which AWS region/)
    screen.type(ctrlC)
    await ends(screen, 130, /nothing happened/)
    expect(repo.files()).toEqual(before)
  })

  test('--yes asks nothing', async () => {
    const screen = open(repo, ['init', '--yes'], region)
    await ends(screen, 0, /5 files written/)
    expect(screen.text()).not.toMatch(/Write these files\?/)
  })

  test('--no-input asks nothing either, and names the flag', async () => {
    const screen = open(repo, ['init', '--no-input'], region)
    await ends(screen, 2, /nobody can answer[\s\S]*--yes/)
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
    const screen = open(repo, ['init', 'shop'])
    await screen.shows(/Which AWS region/)
    screen.type(`Frankfurt${enter}`)
    await screen.shows(/a region is written like eu-central-1/)
    screen.type(`${backspace.repeat('Frankfurt'.length)}us-east-1${enter}`)
    await screen.shows(/Which port does one listen on\? \(there is no EXPOSE in one\/Dockerfile\)/)
    screen.type(`70000${enter}`)
    await screen.shows(/ports go from 1 to 65535/)
    screen.type(`${backspace.repeat(5)}3000${enter}`)
    await screen.shows(/Is one what people open/)
    screen.type(enter)
    await screen.shows(/Which Dockerfile builds two\?/)
    screen.type(`${down}${enter}`)
    await screen.shows(/Is two what people open/)
    screen.type(`${down}${enter}`)
    await screen.shows(/Write these files\?/)
    const plan = screen.text()
    expect(plan).toMatch(/one +Load Balanced Web Service +your answer\s+image +one\/Dockerfile\s+port +3000 +your answer/)
    expect(plan).toMatch(/two +Backend Service +your answer\s+image +two\/Dockerfile\.slim\s+port +8081 +two\/Dockerfile\.slim:3/)
    screen.type(enter)
    await ends(screen, 0, /4 files written/)
    expect(repo.read('mm/app.yml')).toMatch(/^name: shop\nregion: us-east-1$/m)

    // What was answered once stands in the manifests and isn't asked again.
    const again = open(repo, ['init'])
    await ends(again, 0, /nothing was written/)
  })

  test('Ctrl-C in the middle leaves nothing', async () => {
    const before = repo.files()
    const screen = open(repo, ['init', 'shop'], region)
    await screen.shows(/Which port does one listen on/)
    screen.type(`3000${enter}`)
    await screen.shows(/Is one what people open/)
    screen.type(ctrlC)
    await ends(screen, 130, /nothing happened/)
    expect(repo.files()).toEqual(before)
  })

  test('flags answer every question', async () => {
    const flags =
      '--region us-east-1 --port one=3000 --frontend one --backend two --dockerfile two=two/Dockerfile --health two=/up'.split(
        ' ',
      )
    const screen = open(repo, ['init', 'shop', ...flags])
    await screen.shows(/\?/)
    const plan = screen.text()
    expect(plan).toMatch(/Write these files\?/)
    expect(plan).toMatch(/port +8080 +two\/Dockerfile:3[\s\S]*health +\/up +your answer/)
    screen.type(ctrlC)
    await ends(screen, 130, /nothing happened/)
  })
})
