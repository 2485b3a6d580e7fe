import { readdirSync } from 'node:fs'
import type { ScriptedAws } from '../fakes/aws-script/scripted-aws.js'

/** What a command that has ended must not leave: change sets that nobody will execute, locks of its own, temporary files. */
export function leftBehind({ state: { stacks, s3 } }: ScriptedAws, temporary: string): string[] {
  const sets = [...stacks.values()].flatMap(({ name, changeSets }) =>
    changeSets.filter(({ execution }) => execution === 'AVAILABLE').map(() => `a change set of ${name}`),
  )
  const locks = [...s3.objects].filter(([, { body }]) => !isTheStorys(body)).map(([path]) => `the lock ${path}`)
  return [...sets, ...locks, ...readdirSync(temporary).map(name => `the temporary file ${name}`)]
}

/** Of somebody whom the story tells of. */
const isTheStorys = (lock: string) => /^of /.test((JSON.parse(lock) as { nonce?: string }).nonce ?? '')
