import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { actionOf, attemptOf } from './aws-actions.js'
import { failures, sendFailure, type FailureKind } from './aws-failures.js'

export interface Call {
  /** The API's own name of the action, e.g. `CreateChangeSet`. */
  action: string
  body: string
  /** 0: it was never answered. */
  status: number
}

/** drop: the connection is cut before the work; cut: in the middle of the answer; lose: after the work was done, before the answer. */
export type FaultKind = FailureKind | 'drop' | 'cut' | 'lose'

export interface Fault {
  /** `ExecuteChangeSet`, say. */
  action: string
  /** How many calls of the action it hits; default all. */
  times?: number
  /** It begins once a call of this action has been answered. */
  after?: string
  kind: FaultKind
}

/** What becomes of a call. */
export type Policy = (call: Asked) => Verdict | undefined

export interface Asked {
  action: string
  /** Which of the SDK's attempts at this call it is, from 1. */
  attempt: number
}

export interface Verdict {
  kind: FaultKind
  /** At the moment at which the fault hits: for `lose`, once the work was done. */
  then?: () => void
}

export interface AwsProxy {
  url: string
  calls: Call[]
  faults: Fault[]
  /** Asked of what no fault hits. */
  policy: Policy | undefined
  /** What is added to the clock that the answers' Date header shows, in milliseconds. */
  ahead: number
  /** Answers of the local AWS itself with a status over 499: each is a fault of the local AWS, which SDKs would hide by retrying. */
  serverErrors(): Call[]
  close(): Promise<void>
}

/** A proxy on the loopback before the local AWS: remembers what was asked, and makes it fail as AWS and networks do. */
export async function awsProxy(target: string): Promise<AwsProxy> {
  const upstream = new URL(target)
  const own: Call[] = []
  const server = createServer((incoming, outgoing) => {
    void readBody(incoming).then(body => answer(incoming, outgoing, body))
  })

  function verdictOf(asked: Asked): Verdict | undefined {
    const fault = proxy.faults.find(
      each =>
        each.action === asked.action &&
        (each.times ?? Infinity) > 0 &&
        (!each.after || proxy.calls.some(call => call.action === each.after)),
    )
    if (fault?.times !== undefined) fault.times--
    return fault ?? proxy.policy?.(asked)
  }

  function answer(incoming: IncomingMessage, outgoing: ServerResponse, body: string): void {
    const action = actionOf(incoming, body)
    const verdict = verdictOf({ action, attempt: attemptOf(incoming) })
    const kind = verdict?.kind
    const call: Call = { action, body, status: 0 }
    if (kind && kind !== 'lose' && kind !== 'cut') proxy.calls.push(call)
    if (kind === 'drop' || (kind && kind in failures)) verdict?.then?.()
    if (kind === 'drop') return void incoming.socket.destroy()
    if (kind && kind !== 'lose' && kind !== 'cut') {
      call.status = sendFailure(incoming, outgoing, { kind, action })
      return
    }
    const forwarded = httpRequest(
      { host: upstream.hostname, port: upstream.port, method: incoming.method, path: incoming.url, headers: incoming.headers },
      response => {
        call.status = response.statusCode ?? 0
        proxy.calls.push(call)
        if (call.status > 499) own.push(call)
        if (kind === 'lose' || kind === 'cut') return breakOff(response, { incoming, outgoing, verdict })
        outgoing.writeHead(response.statusCode ?? 502, dated(response))
        response.pipe(outgoing)
      },
    )
    forwarded.on('error', () => incoming.socket.destroy())
    forwarded.end(body, 'latin1')
  }

  const dated = ({ headers }: IncomingMessage) =>
    proxy.ahead === 0 ? headers : { ...headers, date: new Date(Date.now() + proxy.ahead).toUTCString() }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const proxy: AwsProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    faults: [],
    policy: undefined,
    ahead: 0,
    serverErrors: () => proxy.calls.filter(call => own.includes(call)),
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return proxy
}

/** The work is done; of the answer nothing arrives, or half of it. */
function breakOff(
  response: IncomingMessage,
  { incoming, outgoing, verdict }: { incoming: IncomingMessage; outgoing: ServerResponse; verdict: Verdict | undefined },
): void {
  void readBody(response).then(text => {
    verdict?.then?.()
    if (verdict?.kind === 'lose') return incoming.socket.destroy()
    outgoing.writeHead(response.statusCode ?? 502, {
      ...response.headers,
      'content-length': Math.max(1, Buffer.byteLength(text, 'latin1')),
    })
    outgoing.write(text.slice(0, text.length / 2), 'latin1', () => incoming.socket.destroy())
  })
}

function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  return new Promise(resolve => {
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    // latin1 keeps bytes as they are.
    incoming.on('end', () => resolve(Buffer.concat(chunks).toString('latin1')))
  })
}
