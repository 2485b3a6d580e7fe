import { MmError, interruptedError, usageError } from '../../errors.js'
import { checkAnswers, type Answers } from './answers.js'
import { appName, checkApp } from './app-name.js'
import { checkSameApp, type Existing } from './existing.js'
import type { Facts } from './facts.js'
import { manifests, type ManifestFile } from './manifests.js'
import { makePlan, type Guess, type InitPlan } from './plan.js'
import { answered, noDockerfile, openQuestions, type Question } from './questions.js'

/** What `mm init` needs of the repository. */
export interface InitRepository {
  inspect(): Promise<Facts>
  /** Throws BadManifest (exit 2) when one of them is wrong. */
  existing(): Promise<Existing>
  /** All or nothing; never overwrites. */
  write(files: ManifestFile[]): void
}

export interface PlannedFile {
  path: string
  state: 'new' | 'kept'
}

/** What it needs of the person. */
export interface InitPerson {
  /** Undefined when nobody can be asked. */
  ask?: (question: Question) => Promise<string>
  confirm?: (message: string) => Promise<boolean>
  showPlan(plan: InitPlan, files: PlannedFile[]): void
  done(plan: InitPlan, written: string[]): void
}

export interface InitRequest {
  answers: Answers
  yes: boolean
  /** Show the plan and stop: nothing is asked for confirmation, nothing is written. */
  onlyShow: boolean
  /** What the machine's own settings say, such as AWS_REGION. */
  region: Guess<string> | undefined
  /** Aborted: nothing is written any more. */
  signal: AbortSignal
}

export interface InitResult extends InitPlan {
  files: PlannedFile[]
  written: string[]
}

/** Looks, asks what only a person knows, shows one plan, and writes it after one confirmation. */
export async function initialise(
  { repository, person }: { repository: InitRepository; person: InitPerson },
  request: InitRequest,
): Promise<InitResult> {
  const existing = await repository.existing()
  const facts = await repository.inspect()
  checkSameApp(existing, request.answers)
  const app = appGuess(facts, existing, request.answers)
  const region = regionGuess(existing, request)
  checkApp({ app: app.value, ...(region ? { region: region.value } : {}) })
  if (facts.candidates.length === 0 && existing.services.length === 0) throw noDockerfile(facts.notes)
  checkAnswers(request.answers, facts, existing)

  const plan = await settledPlan({ facts, existing, app, region }, request, person)
  const { missing, files } = filesOf(plan, existing)
  person.showPlan(plan, files)
  if (!request.onlyShow && missing.length > 0) {
    if (!request.yes) await confirm(person)
    if (request.signal.aborted) throw interruptedError({ state: 'nothing was written' })
    repository.write(missing)
  }
  const written = request.onlyShow ? [] : missing.map(({ path }) => path)
  if (!request.onlyShow) person.done(plan, written)
  return { ...plan, files, written }
}

interface Known {
  facts: Facts
  existing: Existing
  app: Guess<string>
  region: Guess<string> | undefined
}

/** Asks one question after the other, since an answer may settle others; without a person every missing flag is named in one error. */
async function settledPlan(known: Known, request: InitRequest, person: InitPerson): Promise<InitPlan> {
  const { facts, existing, app } = known
  let answers = request.answers
  const region = () =>
    known.region ?? (answers.region === undefined ? undefined : { value: answers.region, because: 'your answer' })
  const plan = () => makePlan({ facts, existing, answers }, { app, region: region() ?? { value: '', because: '' } })
  for (;;) {
    const open = openQuestions({ facts, existing, answers }, region()?.value)
    const [question] = open
    if (!question) return plan()
    if (!person.ask) {
      person.showPlan(plan(), filesOf(plan(), existing).files)
      throw missingAnswers(open, request)
    }
    answers = answered(answers, question, await person.ask(question))
  }
}

function filesOf(plan: InitPlan, { app, databases, environments }: Existing): { missing: ManifestFile[]; files: PlannedFile[] } {
  const kept = new Set([
    ...(app ? ['mm/app.yml'] : []),
    ...plan.services.flatMap(({ manifest }) => manifest ?? []),
    ...databases.map(name => `mm/${name}/manifest.yml`),
    ...environments.map(name => `mm/environments/${name}/manifest.yml`),
  ])
  const all = manifests(plan)
  return {
    missing: all.filter(({ path }) => !kept.has(path)),
    files: all.map(({ path }) => ({ path, state: kept.has(path) ? 'kept' : 'new' })),
  }
}

function appGuess({ name }: Facts, { app }: Existing, answers: Answers): Guess<string> {
  if (app) return { value: app.name, because: 'mm/app.yml' }
  if (answers.app !== undefined) return { value: answers.app, because: 'your answer' }
  return { value: appName(name), because: 'the name of the repository' }
}

function regionGuess({ app }: Existing, { answers, region }: InitRequest): Guess<string> | undefined {
  if (app) return { value: app.region, because: 'mm/app.yml' }
  return answers.region === undefined ? region : { value: answers.region, because: 'your answer' }
}

function missingAnswers(open: Question[], { yes, onlyShow }: InitRequest): MmError {
  return usageError(
    'MissingAnswers',
    `mm init can't know ${open.length === 1 ? 'one thing' : `${open.length} things`}, and nobody can be asked`,
    {
      why: open.map(({ message }) => message).join('\n'),
      state: 'nothing was written',
      fix: [...open.map(({ flag }) => flag), ...(yes || onlyShow ? [] : ['--yes'])],
    },
  )
}

async function confirm(person: InitPerson): Promise<void> {
  if (!person.confirm)
    throw usageError('MissingAnswers', 'nobody can answer whether to write these files', {
      state: 'nothing was written',
      fix: ['--yes'],
    })
  if (!(await person.confirm('Write these files?')))
    throw new MmError('Declined', 'not done: you answered no', { state: 'nothing was written' })
}
