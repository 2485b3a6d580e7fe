import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { S3Response } from './strict-s3.js'

export type Fields = Record<string, unknown>

/** What one call gets: fields of the API's result, an error of AWS's, or a broken connection. */
export type Answer =
  | { fields: Fields; headers?: Record<string, string> }
  /** Of S3, which has a protocol of its own. */
  | { s3: S3Response }
  | { error: string; message: string; status?: number; headers?: Record<string, string> }
  /** The connection is cut. */
  | { cut: true }
  /** An answer never comes. */
  | { silence: true }

/** A script per action: the answers in turn, of which the last one stays; or a function that sees the call. */
export type Script = Record<string, Answer[] | ((input: Fields) => Answer)>

export interface Call {
  action: string
  /** Fields of the request; of the query protocol flat, e.g. `Tags.member.1.Key`. */
  input: Fields
  headers: IncomingMessage['headers']
}

export const result = (fields: Fields, headers: Record<string, string> = {}): Answer => ({ fields, headers })
export const failure = (error: string, message: string, status = 400): Answer => ({ error, message, status })
export const cut: Answer = { cut: true }
export const silence: Answer = { silence: true }

export interface AwsServer {
  url: string
  calls: Call[]
  /** Names of the actions, in the order of the calls. */
  actions(): string[]
  close(): Promise<void>
}

/** Sees each request first; true when it was answered, since it isn't one of AWS's. */
export type Beside = (request: IncomingMessage, response: ServerResponse) => boolean

/** AWS on the loopback: speaks the query protocol (CloudFormation, EC2, …), JSON (ECS, ECR, …) and REST (Route 53); knows only its script. */
export async function awsServer(script: Script, beside: Beside = () => false): Promise<AwsServer> {
  const calls: Call[] = []
  const given: Record<string, number> = {}

  function answerFor({ action, input }: Call): Answer {
    const scripted = script[action]
    if (!scripted) return failure('UnscriptedAction', `this test's AWS doesn't expect ${action}`)
    if (typeof scripted === 'function') return scripted(input)
    const turn = (given[action] ??= 0)
    given[action]++
    return scripted[Math.min(turn, scripted.length - 1)] ?? failure('UnscriptedAction', `${action} has no answers`)
  }

  const server = createServer((request, response) => {
    if (beside(request, response)) return
    void read(request).then(body => {
      const call = parse(request, body)
      calls.push(call)
      send(call, answerFor(call), response)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    actions: () => calls.map(call => call.action),
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

/** Calls of services with a REST interface, and what the elements of their lists are called. */
const restCalls: Record<string, { action: string; item: string }> = {
  'GET /2013-04-01/hostedzonesbyname': { action: 'ListHostedZonesByName', item: 'HostedZone' },
}

const s3Action = (method = '', query: URLSearchParams) =>
  query.has('list-type')
    ? 'ListObjectsV2'
    : ({ PUT: 'PutObject', GET: 'GetObject', DELETE: 'DeleteObject' } as Record<string, string>)[method]

function parse({ headers, method, url }: IncomingMessage, body: string): Call {
  const { pathname, searchParams } = new URL(url ?? '/', 'http://localhost')
  const rest = restCalls[`${method} ${pathname}`]
  if (rest) return { action: rest.action, input: Object.fromEntries(searchParams), headers }
  const s3 = method !== 'POST' && s3Action(method, searchParams)
  if (s3) return { action: s3, input: { method, url, headers, body }, headers }
  const target = headers['x-amz-target']
  if (typeof target === 'string') return { action: target.split('.').at(-1) ?? '', input: JSON.parse(body) as Fields, headers }
  const input = Object.fromEntries(new URLSearchParams(body))
  return { action: input['Action'] ?? '', input, headers }
}

function send({ action, input, headers }: Call, answer: Answer, response: ServerResponse): void {
  if ('cut' in answer) return void response.destroy()
  if ('silence' in answer) return
  if ('s3' in answer) return void response.writeHead(answer.s3.status, answer.s3.headers).end(answer.s3.body)
  const json = headers['x-amz-target'] !== undefined
  const type = { 'content-type': json ? 'application/x-amz-json-1.1' : 'text/xml' }
  if ('error' in answer) {
    response.writeHead(answer.status ?? 400, { ...type, 'x-amzn-requestid': 'req-1', ...answer.headers })
    response.end(json ? JSON.stringify({ __type: answer.error, message: answer.message }) : xmlError(answer))
    return
  }
  // EC2 has a dialect of its own: lists of <item>, and no element around the result.
  const ec2 = String(input['Version']) === '2016-11-15'
  const rest = Object.values(restCalls).find(call => call.action === action)
  const xml = toXml(answer.fields, rest?.item ?? (ec2 ? 'item' : 'member'))
  response.writeHead(200, { ...type, 'x-amzn-requestid': 'req-1', ...answer.headers })
  if (json) response.end(JSON.stringify(answer.fields))
  else response.end(`<${action}Response>${ec2 || rest ? xml : `<${action}Result>${xml}</${action}Result>`}</${action}Response>`)
}

/** Both shapes at once: `Error` for the query protocol, `Errors` for EC2. */
function xmlError({ error, message }: { error: string; message: string }): string {
  const inner = `<Code>${error}</Code><Message>${escaped(message)}</Message>`
  return `<ErrorResponse><Error>${inner}</Error><Errors><Error>${inner}</Error></Errors><RequestId>req-1</RequestId></ErrorResponse>`
}

function toXml(value: unknown, item: string): string {
  if (Array.isArray(value)) return value.map(each => `<${item}>${toXml(each, item)}</${item}>`).join('')
  if (typeof value !== 'object' || value === null) return escaped(String(value))
  return Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([key, each]) => `<${key}>${toXml(each, item)}</${key}>`)
    .join('')
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
