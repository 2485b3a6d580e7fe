import type { IncomingMessage } from 'node:http'

/** The API's own name of what a request asks for, e.g. `CreateChangeSet`; of S3, which knows only methods, as IAM calls it. */
export function actionOf(incoming: IncomingMessage, body: string): string {
  const target = incoming.headers['x-amz-target']
  if (typeof target === 'string') return target.split('.').at(-1) ?? target
  return new URLSearchParams(body).get('Action') ?? s3Action(incoming) ?? `${incoming.method} ${incoming.url}`
}

/** Of a lock or a template in a bucket. */
function s3Action({ method = '', url = '' }: IncomingMessage): string | undefined {
  if (/^\/[^/]+\/?\?list-type=2/.test(url)) return 'ListBucket'
  if (!/^\/[^/]+\/(locks|templates)\//.test(url)) return undefined
  return ({ PUT: 'PutObject', GET: 'GetObject', DELETE: 'DeleteObject' } as Record<string, string>)[method]
}

/** The service that it's signed for, e.g. `cloudformation`. https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
export const serviceOf = (incoming: IncomingMessage): string =>
  /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(incoming.headers.authorization ?? '')?.[1] ?? ''

/** True of an action that changes something, also of one that nobody has thought of yet. */
export const mutates = (action: string): boolean =>
  !/^(Describe|List|Get|Head|Lookup|Filter|Simulate|Validate|AssumeRole|BatchGet|BatchCheck)/.test(action)

/** Which of the SDK's attempts at a call it is, from 1: `amz-sdk-request: attempt=2; max=8`. */
export const attemptOf = ({ headers }: IncomingMessage): number =>
  Number(/attempt=(\d+)/.exec(String(headers['amz-sdk-request']))?.[1] ?? 1)
