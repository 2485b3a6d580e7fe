import { cause, crashThatSays, type Evidence, type Recognise } from '../evidence.js'

export const networkCauses: Recognise[] = [noWayOut]

const unreachable =
  /i\/o timeout|request canceled|context deadline exceeded|connection (timed out|reset|refused)|network is unreachable|no such host|no route to host/i

/** AWS and registries are reached by NAT, a public address or endpoints. Looked for after the reasons that a timed-out call could carry, too. */
function noWayOut({ crashes, env }: Evidence) {
  const found = crashThatSays(crashes, /CannotPullContainerError|ResourceInitializationError/)
  if (!found || !unreachable.test(found.reason)) return undefined
  const host = /(?:https?:\/\/|lookup |dial tcp:? (?:lookup )?)([a-z0-9][\w.-]*\.[a-z]{2,})/i.exec(found.reason)?.[1]
  return cause('NoWayOut', `tasks can't reach ${host ?? 'AWS'} from their subnets`, {
    why: found.reason,
    fix: [
      `a way out for them in the manifest of ${env}: network: {nat: instance} (or single, per-az), or endpoints`,
      `mm env diff --name ${env}: somebody may have changed a route or a security group by hand`,
    ],
  })
}
