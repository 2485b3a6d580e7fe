import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Call {
  /** The API's own name of the action, e.g. `CreateChangeSet`. */
  action: string
  body: string
  status: number
}

export interface Fault {
  /** `ExecuteChangeSet`, say. */
  action: string
  /** How many calls of the action it hits; default all. */
  times?: number
  /** It begins once a call of this action has been answered. */
  after?: string
  /** throttle: an error of AWS's; deny: access denied; expire: the token has expired; drop: the connection is cut before the work; lose: it's cut after the work was done. */
  kind: 'throttle' | 'deny' | 'expire' | 'drop' | 'lose'
}

export interface AwsProxy {
  url: string
  calls: Call[]
  faults: Fault[]
  /** Answers of the local AWS itself with a status over 499: each is a fault of the local AWS, which SDKs would hide by retrying. */
  serverErrors(): Call[]
  close(): Promise<void>
}

/** A proxy on the loopback before the local AWS: remembers what was asked, and makes it fail as AWS does. */
export async function awsProxy(target: string): Promise<AwsProxy> {
  const calls: Call[] = []
  const faults: Fault[] = []
  const upstream = new URL(target)
  const server = createServer((incoming, outgoing) => {
    void readBody(incoming).then(body => answer(incoming, outgoing, body))
  })

  function answer(incoming: IncomingMessage, outgoing: ServerResponse, body: string): void {
    const action = actionOf(incoming, body)
    const fault = faults.find(
      each =>
        each.action === action && (each.times ?? Infinity) > 0 && (!each.after || calls.some(call => call.action === each.after)),
    )
    if (fault?.times !== undefined) fault.times--
    if (fault?.kind === 'drop') return void incoming.socket.destroy()
    if (fault && fault.kind !== 'lose') {
      const { status, code, message } = failures[fault.kind](action)
      calls.push({ action, body, status })
      return sendError(incoming, outgoing, { status, code, message })
    }
    const forwarded = httpRequest(
      { host: upstream.hostname, port: upstream.port, method: incoming.method, path: incoming.url, headers: incoming.headers },
      response => {
        calls.push({ action, body, status: response.statusCode ?? 0 })
        if (fault?.kind === 'lose') {
          response.resume()
          response.on('end', () => incoming.socket.destroy())
          return
        }
        outgoing.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(outgoing)
      },
    )
    forwarded.on('error', () => incoming.socket.destroy())
    forwarded.end(body, 'latin1')
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    faults,
    serverErrors: () => calls.filter(call => call.status > 499),
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const failures = {
  throttle: () => ({ status: 400, code: 'Throttling', message: 'Rate exceeded' }),
  deny: (action: string) => ({
    status: 403,
    code: 'AccessDenied',
    message: `User: arn:aws:iam::123456789012:user/dev is not authorized to perform: cloudformation:${action} because no identity-based policy allows the cloudformation:${action} action`,
  }),
  expire: () => ({ status: 403, code: 'ExpiredToken', message: 'The security token included in the request is expired' }),
}

/** Errors in the two shapes of the services that mm talks to: XML of the query protocol, JSON of the others. */
function sendError(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, code, message }: { status: number; code: string; message: string },
): void {
  if (incoming.headers['x-amz-target']) {
    outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
    outgoing.end(JSON.stringify({ __type: code, message }))
  } else {
    outgoing.writeHead(status, { 'content-type': 'text/xml' })
    outgoing.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>0</RequestId></ErrorResponse>`,
    )
  }
}

function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  return new Promise(resolve => {
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    // latin1 keeps bytes as they are.
    incoming.on('end', () => resolve(Buffer.concat(chunks).toString('latin1')))
  })
}

function actionOf(incoming: IncomingMessage, body: string): string {
  const target = incoming.headers['x-amz-target']
  if (typeof target === 'string') return target.split('.').at(-1) ?? target
  return new URLSearchParams(body).get('Action') ?? s3Action(incoming) ?? `${incoming.method} ${incoming.url}`
}

/** Of a lock or a template in a bucket; S3 names its actions only by methods. As IAM calls them. */
function s3Action({ method = '', url = '' }: IncomingMessage): string | undefined {
  if (/^\/[^/]+\/?\?list-type=2/.test(url)) return 'ListBucket'
  if (!/^\/[^/]+\/(locks|templates)\//.test(url)) return undefined
  return ({ PUT: 'PutObject', GET: 'GetObject', DELETE: 'DeleteObject' } as Record<string, string>)[method]
}
