import { envFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { Listing } from '../../ops/overview/list-stacks.js'
import { chosenEnvironment, openHere } from '../../target.js'

export default class DbLs extends MmCommand {
  static override summary = 'List the databases of the repository and those that are deployed in an environment, side by side'
  static override description = "Without credentials the repository's own are listed, and a note says that AWS wasn't asked."
  static override examples = ['<%= config.bin %> db ls', '<%= config.bin %> db ls --env dev --json']
  static override flags = { env: envFlag }

  async run(): Promise<Listing> {
    const { flags } = await this.parse(DbLs)
    const workspace = await openHere()
    const env = await chosenEnvironment(workspace, flags.env)
    const place = await workspace.place(env)
    const [{ openWorld }, { listing, stacksOf }, { ifReachable }, { reportList }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/overview/list-stacks.js'),
      import('../../ops/overview/reachable.js'),
      import('../../ui/report-list.js'),
    ])
    const within = { app: workspace.app.name, env }
    const deployed = await ifReachable(async () =>
      stacksOf(await openWorld(place, { json: this.jsonEnabled() }), within, 'mm:db'),
    )
    const listed = listing(
      (await workspace.databases()).map(each => ({ name: each })),
      { region: place.region, deployed },
      'mm:db',
    )
    if (!this.jsonEnabled()) reportList(listed, 'databases')
    return listed
  }
}
