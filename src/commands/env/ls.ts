import { MmCommand } from '../../mm-command.js'
import type { AskedPlace, EnvironmentListing } from '../../ops/environment/list-environments.js'
import { openHere } from '../../target.js'
import type { Place, Workspace } from '../../workspace/workspace.js'

export default class EnvLs extends MmCommand {
  static override summary = 'List the environments of the repository and those that are deployed, side by side'
  static override description = "Without credentials the repository's own are listed, and a note says that AWS wasn't asked."
  static override examples = ['<%= config.bin %> env ls', '<%= config.bin %> env ls --json']

  async run(): Promise<EnvironmentListing> {
    await this.parse(EnvLs)
    const workspace = await openHere()
    const [{ openWorld }, { stacksOf }, { listEnvironments }, { ifReachable }, { reportList }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/overview/list-stacks.js'),
      import('../../ops/environment/list-environments.js'),
      import('../../ops/overview/reachable.js'),
      import('../../ui/report-list.js'),
    ])
    const asked: AskedPlace[] = []
    for (const { place, environments } of await placesOf(workspace)) {
      const answer = await ifReachable(async () =>
        stacksOf(await openWorld(place, { json: this.jsonEnabled() }), { app: workspace.app.name }, 'mm:env'),
      )
      asked.push({ region: place.region, environments, answer })
    }
    const listed = listEnvironments(asked)
    if (!this.jsonEnabled()) reportList(listed, 'environments')
    return listed
  }
}

/** Where to ask, each account and region once; where the application is, when the repository has no environment. */
async function placesOf(workspace: Workspace): Promise<{ place: Place; environments: string[] }[]> {
  const places = new Map<string, { place: Place; environments: string[] }>()
  for (const name of await workspace.environments()) {
    const place = await workspace.place(name)
    const key = JSON.stringify([place.region, place.account, place.profile])
    const known = places.get(key) ?? { place, environments: [] }
    places.set(key, { place, environments: [...known.environments, name] })
  }
  return places.size > 0 ? [...places.values()] : [{ place: { region: workspace.app.region }, environments: [] }]
}
