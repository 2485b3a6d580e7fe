import { MmError, interruptedError } from '../errors.js'
import type { ChangeSet, Execution, StackEvent } from '../ops/ports/cloudformation.js'
import { withdraw, type Asking } from './change-sets.js'
import { translate } from './errors.js'
import { operationToken } from './operation-token.js'
import { stackEvents } from './stack-events.js'

/** Executes a change set and yields the events of just this operation until the stack has settled, or nobody wants to wait any longer. */
export async function* execute(
  { client, context }: Asking,
  set: ChangeSet,
  { enough = context.signal, onOrder, onBegun }: Execution = {},
): AsyncGenerator<StackEvent> {
  const signal = AbortSignal.any([context.signal, enough])
  const events = stackEvents({ client, context: { ...context, signal }, stack: set.stackId })
  try {
    await events.skipPast()
    if (context.signal.aborted) throw interruptedError()
  } catch (error) {
    if (!context.signal.aborted) throw error
    await withdraw({ client, context }, set).catch(() => {})
    throw interruptedError({ cause: error })
  }
  onOrder?.()
  await begin({ client, context }, set)
  onBegun?.()
  yield* events.untilSettled()
}

/** Not ended at once by an interruption: afterwards it's certain whether CloudFormation works on it, if AWS answers at all. */
async function begin({ client, context }: Asking, set: ChangeSet): Promise<void> {
  const options = { abortSignal: context.late }
  try {
    await client.executeChangeSet({ ChangeSetName: set.id, ClientRequestToken: operationToken() }, options)
  } catch (error) {
    // Of a lost answer only the complaint about the second attempt is seen; what became of the change set tells the truth.
    const status = await client.describeChangeSet({ ChangeSetName: set.id }, options).then(
      ({ ExecutionStatus }) => ExecutionStatus,
      () => undefined,
    )
    if (status === 'EXECUTE_IN_PROGRESS' || status === 'EXECUTE_COMPLETE') return
    // CloudFormation deletes a stack's other change sets when one is executed.
    if (status === 'OBSOLETE' || /^ChangeSetNotFound/.test((error as Error).name)) {
      throw new MmError('ChangeSetOutdated', `${set.stackName} was changed by somebody else since these changes were shown`, {
        state: 'these changes were not made',
        fix: ['run the same command again: it compares with what is there now'],
        cause: error,
      })
    }
    throw translate(error, 'cloudformation:ExecuteChangeSet')
  }
}
