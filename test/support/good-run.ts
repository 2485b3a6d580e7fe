import { deployments, type Found } from './deployments.js'
import type { LocalAws } from './local-aws.js'

/** A creation and an update without faults: what those with faults are measured by. */
export interface GoodRun {
  creation: Recorded
  update: Recorded
}

interface Recorded {
  /** What was asked of AWS, in order. */
  actions: string[]
  /** What the account had then. */
  found: Found
}

export async function goodRun(aws: LocalAws): Promise<GoodRun> {
  const app = await deployments(aws, 'good')
  async function recorded(): Promise<Recorded> {
    const actions: string[] = []
    app.proxy.policy = ({ action }) => void actions.push(action)
    const { exit, stderr } = await app.deploy()
    if (exit !== 0) throw new Error(`a deployment without faults ended with ${exit}\n${stderr}`)
    return { actions, found: await app.look() }
  }
  try {
    const creation = await recorded()
    app.edit()
    return { creation, update: await recorded() }
  } finally {
    await app.close()
  }
}
