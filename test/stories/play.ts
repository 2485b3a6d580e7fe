import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { environmentProposalsOffline } from '../../src/ops/environment/environment-proposals.js'
import type { Proposal } from '../../src/ops/ports/cloudformation.js'
import { serviceProposal } from '../../src/ops/service/service-proposal.js'
import { environmentTemplate } from '../../src/templates/environment/environment-template.js'
import { declaredIn } from '../../src/workspace/declared-in.js'
import { openWorkspace } from '../../src/workspace/workspace.js'
import { beginning, scriptedAws, type ScriptedAws } from '../fakes/aws-script/scripted-aws.js'
import type { Story } from '../fakes/aws-script/story.js'
import { mm, type Result } from '../support/cli.js'
import type { Repository } from '../support/repository.js'
import { environment } from '../support/values.js'
import { leftBehind } from './left-behind.js'
import { withoutTimes } from './screen.js'

const virtualTime = fileURLToPath(new URL('../fakes/aws-script/virtual-time.mjs', import.meta.url))

/** What the environment's stack puts out: any value will do, as long as it's there; what the template says itself it says here, too. */
const environmentOutputs = Object.fromEntries(
  Object.entries(environmentTemplate(environment(), { databases: [], throughCdn: false }).Outputs ?? {}).map(
    ([name, { Value }]) => [name, typeof Value === 'string' ? Value : `of-${name}`],
  ),
)

export interface Played extends Result {
  /** The last screen that a person sees, with times left out. */
  screen: string
  /** Names of the calls that were made, each once, in alphabetical order. */
  calls: string[]
  /** Virtual milliseconds that it took. */
  took: number
  /** See leftBehind. */
  left: string[]
}

/** The AWS of a story, with the environment and what all of them share, both as the repository says. */
export async function openStory(story: Story, repo?: Repository): Promise<ScriptedAws> {
  const { shared, own, services } = repo ? await proposed(repo.root) : {}
  const stacks = {
    'shop-shared': { ...shared, outputs: { ArtifactBucket: 'bucket' } },
    'shop-dev': { ...own, outputs: environmentOutputs },
  }
  return scriptedAws(story, stacks, services)
}

/** What a deployment of the environment would send; what it chooses once was chosen somehow. And the templates of its services, by stack. */
async function proposed(root: string) {
  const { environment, services } = await declaredIn(await openWorkspace(root), 'dev')
  const { shared, own } = environmentProposalsOffline(environment)
  const deployed = ({ body, parameters, tags }: Proposal) => ({
    template: body,
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value ?? `some-${name}`])),
    tags,
  })
  const made = services.map(request => serviceProposal(request, {}))
  return {
    shared: deployed(shared),
    own: deployed(own),
    services: Object.fromEntries(made.map(({ stackName, body }) => [stackName, body])),
  }
}

/** Of the CLI: it lives in that world, on its time. @param imports a module that is loaded before it */
export const environmentOf = (aws: ScriptedAws, imports?: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: aws.url,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  NODE_OPTIONS: [virtualTime, imports ?? []]
    .flat()
    .map(each => `--import=${each}`)
    .join(' '),
  VIRTUAL_CLOCK: aws.url,
  VIRTUAL_NOW: String(aws.state.clock.now()),
  VIRTUAL_AHEAD: String(aws.ahead),
})

/** How the CLI is run there. */
export const livingIn = (aws: ScriptedAws) => ({
  env: environmentOf(aws),
  onStart: (child: ChildProcess) => aws.state.clock.heed(child.pid),
})

/** Runs the built CLI against an AWS in which the story happens, on that world's time. @param options `imports`: a module that is loaded before it */
export async function play(story: Story, repo: Repository, options: { json?: boolean; imports?: string } = {}): Promise<Played> {
  const aws = await openStory(story, repo)
  const temporary = mkdtempSync(join(tmpdir(), 'mm-story-'))
  try {
    const args = [...story.command, ...(options.json ? ['--json'] : [])]
    const result = await mm(args, {
      cwd: repo.root,
      env: { ...environmentOf(aws, options.imports), ...story.variables, TMPDIR: temporary },
      onStart(child) {
        aws.state.send = signal => child.kill(signal)
        aws.state.clock.heed(child.pid)
      },
    })
    const took = aws.state.clock.now() - beginning
    return {
      ...result,
      screen: withoutTimes(result.stderr).replaceAll(aws.url, 'http://aws.example'),
      calls: callsOf(aws),
      took,
      left: leftBehind(aws, temporary),
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
    await aws.close()
  }
}

const callsOf = (aws: ScriptedAws) => [...new Set(aws.actions())].sort()
