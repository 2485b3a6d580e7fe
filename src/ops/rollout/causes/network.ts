import { both, cause, wordsThat, type Evidence, type Recognise } from '../evidence.js'

export const networkCauses: Recognise[] = [noWayOut]

const before = /CannotPull\w*Error|ResourceInitializationError|logging driver|secret data|pull the image/

/**
 * A pull that is killed, or ends in a nil pointer, has waited for what didn't answer.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 */
const unreachable =
  /i\/o timeout|request cancell?ed|RequestCanceled|send request failed|context (deadline exceeded|cancell?ed)|connection (timed out|reset|refused|issue)|network is unreachable|no such host|server misbehaving|no route to host|check your (task )?network|signal: killed|nil pointer dereference/

/** AWS and registries are reached by NAT, a public address or endpoints. Looked for after the reasons that a timed-out call could carry, too. */
function noWayOut(evidence: Evidence) {
  const why = wordsThat(evidence, both(before, unreachable))
  if (why === undefined) return undefined
  const host = /(?:https?:\/\/|lookup |dial tcp:? (?:lookup )?)([a-z0-9][\w.-]*\.[a-z]{2,})/i.exec(why)?.[1]
  const service = /between the task and ((?:AWS|Amazon)[\w ]*)/.exec(why)?.[1]
  return cause('NoWayOut', `tasks can't reach ${host ?? service ?? 'AWS'} from their subnets`, {
    why,
    fix: [
      `a way out for them in the manifest of ${evidence.env}: network: {nat: instance} (or single, per-az), or endpoints`,
      `mm env diff --name ${evidence.env}: somebody may have changed a route or a security group by hand`,
    ],
  })
}
