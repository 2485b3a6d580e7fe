import { withDeployments, type Found } from './deployments.js'
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

export const goodRun = (aws: LocalAws): Promise<GoodRun> =>
  withDeployments(aws, 'good', async app => {
    async function recorded(): Promise<Recorded> {
      const actions: string[] = []
      app.proxy.policy = ({ action }) => void actions.push(action)
      await app.deploysWell()
      return { actions, found: await app.look() }
    }
    const creation = await recorded()
    app.edit()
    return { creation, update: await recorded() }
  })
