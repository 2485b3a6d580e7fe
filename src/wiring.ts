import type { World } from './ops/ports/world.js'
import { account } from './aws/account.js'
import { balancers } from './aws/balancers.js'
import { clusters } from './aws/clusters.js'
import { commands } from './aws/commands.js'
import { awsContext } from './aws/context.js'
import { groups } from './aws/groups.js'
import { locks } from './aws/locks.js'
import { logs } from './aws/logs.js'
import { premises } from './aws/premises.js'
import { registry } from './aws/registry.js'
import { refuseOtherAccount } from './aws/right-account.js'
import { services } from './aws/services.js'
import { stacks } from './aws/stacks.js'
import { volumes } from './aws/volumes.js'
import { engine } from './docker/engine.js'
import { foreignImage } from './docker/foreign-image.js'
import { interrupted } from './signals.js'
import { progress } from './ui/progress.js'
import { systemClock } from './system-clock.js'
import { dockerfileSays } from './workspace/dockerfile-says.js'
import { git } from './workspace/git.js'
import { records } from './workspace/records.js'
import type { Place } from './workspace/workspace.js'

/**
 * The one place that makes real adapters. Loaded after the flags are parsed.
 * @param json what goes on is told as NDJSON
 * Throws WrongAccount (exit 4) when the credentials are those of another account than the environment's manifest names.
 */
export async function openWorld({ account: expected, ...place }: Place, { json = false } = {}): Promise<World> {
  const world = makeWorld(place, json)
  if (expected !== undefined) refuseOtherAccount(await world.account.identity(), expected)
  return world
}

function makeWorld(place: Omit<Place, 'account'>, json: boolean): World {
  const screen = progress({ json })
  let told = false
  const onThrottled = () => {
    if (!told) screen.info('AWS throttles what mm asks of it, which takes longer now')
    told = true
  }
  const context = awsContext({ ...place, signal: interrupted, onThrottled })
  const own = account(context)
  return {
    account: own,
    balancers: balancers(context),
    clusters: clusters(context),
    clock: systemClock,
    commands: commands(context),
    engine: engine({ signal: interrupted }),
    git: git(),
    groups: groups(context),
    locks: locks(context),
    logs: logs(context),
    premises: {
      ...premises(context),
      identity: () => own.identity(),
      foreignImage: foreignImage({ signal: interrupted }),
      dockerfile: dockerfileSays,
    },
    progress: screen,
    records,
    registry: registry(context),
    services: services(context),
    signal: interrupted,
    stacks: stacks(context),
    // CloudFront's region, wherever the environment is.
    cdnStacks: stacks(awsContext({ ...place, region: 'us-east-1', signal: interrupted, onThrottled })),
    volumes: volumes(context),
  }
}
