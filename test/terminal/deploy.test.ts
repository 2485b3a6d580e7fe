import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { ScriptedAws } from '../fakes/aws-script/scripted-aws.js'
import { parseStory } from '../fakes/aws-script/story.js'
import type { Repository } from '../support/repository.js'
import { openStory } from '../stories/play.js'
import { webRepository } from '../stories/web-repository.js'
import { terminal } from './screen.js'

const story = parseStory(
  `# A rollout on the screen.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes
0s   :42 begins
9s   task a :42 PENDING
10s  target 10.0.0.9 initial
100s task a :42 RUNNING
101s target 10.0.0.9 healthy
102s task b :42 RUNNING
103s target 10.0.0.10 healthy
200s :42 serves
exit 0`,
  'rollout.story',
)

let repo: Repository
let aws: ScriptedAws
beforeEach(() => void (repo = webRepository()))
afterEach(async () => {
  await aws.close()
  repo.remove()
})

const open = (columns: number) =>
  terminal(story.command, {
    cwd: repo.root,
    columns,
    env: {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_CONFIG_FILE: '/dev/null',
    },
  })
// AWS's time stands still until it's told to go on: each state stays until it was seen.
const goOn = (ms: number) => aws.state.clock.sleep(ms, new AbortController().signal)
const asked = (action: string) => new Promise<void>(resolve => aws.state.triggers.push({ action, happen: () => resolve() }))

test.each([80, 120])(
  'the rollout is inside the line of its service, and gone when it has ended, at %i columns',
  async columns => {
    aws = await openStory(story)
    // From which the story's times count.
    const executed = asked('ExecuteChangeSet')
    const screen = open(columns)
    await executed
    await goOn(50_000)
    await screen.shows(
      /Service update in progress {2}\d[^\n]*\n[^\n]*rev 42 {2}0\/2 running · 1 pending · 0 failed · targets 2\/3 healthy\n[^\n]*rev 41 {2}2 running/,
    )
    await goOn(100_000)
    await screen.shows(/rev 42 {2}2\/2 running · 0 pending · 0 failed · targets 4\/4 healthy/)
    expect(screen.text().match(/rev 42/g)).toHaveLength(1)
    expect(screen.wrapped().filter(line => line.includes('rev '))).toEqual([])
    await goOn(100_000)
    await screen.shows(
      /✔ Update shop-dev-web[\s\S]*its new revision is the one that serves[\s\S]*took .*: change set .*, rollout .*, health/,
    )
    expect(await screen.ended).toBe(0)
    expect(screen.text()).not.toMatch(/rev 4|in progress|resources? done/)
  },
  60_000,
)
