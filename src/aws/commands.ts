import type { GetCommandInvocationCommandOutput } from '@aws-sdk/client-ssm'
import { MmError } from '../errors.js'
import type { Commands } from '../ops/ports/commands.js'
import type { Ssm } from './clients/ssm.js'
import { cleaned } from './clean-message.js'
import { once, type AwsContext } from './context.js'
import { translate } from './errors.js'
import { pause } from './pause.js'

type Invocation = Partial<GetCommandInvocationCommandOutput>

/** Seconds that a command may take to reach the instance; the least that AWS takes. What it may run is up to its document. */
const TimeoutSeconds = 30
/** What the agent adds to what the program said. */
const ofAgent = /^failed to run commands:/
const going = [undefined, 'Pending', 'InProgress', 'Delayed', 'Cancelling']

/**
 * Systems Manager's Run Command. https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 * @param patienceMs how long a command may take in all
 */
export function commands(context: AwsContext, patienceMs = 90_000): Commands {
  const options = { abortSignal: context.signal }
  const ssm = once(async () => (await import('./clients/ssm.js')).ssmClient(context.config))

  return {
    async run(document, instanceId) {
      const client = await ssm()
      const order = { DocumentName: document, InstanceIds: [instanceId], TimeoutSeconds }
      const { Command } = await client.sendCommand(order, options).catch((error: unknown) => {
        throw (error as Error).name === 'InvalidInstanceId' ? unreachable(instanceId, error) : translate(error, 'ssm:SendCommand')
      })
      for (const end = Date.now() + patienceMs; ;) {
        await pause(context)
        const { Status, ...rest } = await invocation(client, { CommandId: Command?.CommandId ?? '', InstanceId: instanceId })
        if (Status === 'Success') return rest.StandardOutputContent ?? ''
        if (!going.includes(Status)) throw ended(instanceId, rest)
        if (Date.now() >= end) throw unreachable(instanceId)
      }
    },
  }

  async function invocation(client: Ssm, which: { CommandId: string; InstanceId: string }): Promise<Invocation> {
    try {
      return await client.getCommandInvocation(which, options)
    } catch (error) {
      // Not known everywhere yet.
      if ((error as Error).name === 'InvocationDoesNotExist') return {}
      throw translate(error, 'ssm:GetCommandInvocation')
    }
  }
}

function ended(instanceId: string, { StatusDetails = '', StandardErrorContent = '' }: Invocation) {
  if (['Undeliverable', 'Delivery Timed Out', 'DeliveryTimedOut'].includes(StatusDetails)) return unreachable(instanceId)
  const said = StandardErrorContent.trim()
    .split('\n')
    .findLast(line => !ofAgent.test(line))
  return new MmError(
    'CommandFailed',
    `the command on ${instanceId} ended as ${StatusDetails}`,
    said ? { why: cleaned(said) } : {},
  )
}

const unreachable = (instanceId: string, cause?: unknown) =>
  new MmError('InstanceUnreachable', `Systems Manager doesn't reach ${instanceId}`, {
    why: "its agent isn't registered or doesn't answer",
    cause,
  })
