import { randomUUID } from 'node:crypto'
import type { Snapshot } from '@aws-sdk/client-ec2'
import { MmError, interruptedError } from '../errors.js'
import type { AwsContext } from './context.js'
import type { Ec2 } from './clients/ec2.js'
import { translate } from './errors.js'
import { pause } from './pause.js'

interface Asking {
  context: AwsContext
  ec2: Ec2
}

interface Order {
  volumeId: string
  description: string
  tags: Record<string, string>
}

const attempts = 6
const passing = ['Throttled', 'NetworkUnreachable', 'AwsUnavailable']

/**
 * CreateSnapshot takes no token that would make a repetition harmless, so the SDK may not repeat it: each order carries a tag of its
 * own, and before it's repeated AWS is asked whether the lost one has arrived. One that was throttled wasn't taken: that is repeated as any other call.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html
 */
export async function orderSnapshot({ context, ec2 }: Asking, { volumeId, description, tags }: Order): Promise<Snapshot> {
  const { ec2Client } = await import('./clients/ec2.js')
  const unrepeated = ec2Client({ ...context.config, maxAttempts: 1 })
  const request = randomUUID()
  const Tags = Object.entries({ ...tags, 'mm:request': request }).map(([Key, Value]) => ({ Key, Value }))
  const input = { VolumeId: volumeId, Description: description, TagSpecifications: [{ ResourceType: 'snapshot' as const, Tags }] }

  for (let attempt = 1; !context.signal.aborted; attempt++) {
    try {
      return await unrepeated.createSnapshot(input, { abortSignal: context.late })
    } catch (error) {
      const problem = translate(error, 'ec2:CreateSnapshot')
      if (problem.code === 'Interrupted') break
      if (attempt === attempts || !passing.includes(problem.code)) throw problem
    }
    await pause(context, Math.min(context.pollMs, 250 * 2 ** attempt))
    const arrived = await ordered(ec2, request)
    if (arrived) return arrived
  }
  throw interruptedError({ state: perhaps(request) })
}

async function ordered(ec2: Ec2, request: string): Promise<Snapshot | undefined> {
  try {
    return (await ec2.describeSnapshots({ Filters: [{ Name: 'tag:mm:request', Values: [request] }] })).Snapshots?.[0]
  } catch (error) {
    const { code, message, details } = translate(error, 'ec2:DescribeSnapshots')
    throw new MmError(code, message, { ...details, state: perhaps(request) })
  }
}

const perhaps = (request: string) => `if AWS has taken the order, the snapshot is found by its tag mm:request=${request}`
