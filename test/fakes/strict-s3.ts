import { createHash } from 'node:crypto'

export interface S3Request {
  method: string
  /** Path-style: `/bucket/key?query`. */
  url: string
  headers: Record<string, string | string[] | undefined>
  body: string
}

export interface S3Response {
  status: number
  headers: Record<string, string>
  body: string
}

export interface StrictS3 {
  /** By `bucket/key`. */
  objects: Map<string, { body: string; etag: string; modified: number }>
  answer(request: S3Request): S3Response
}

/**
 * S3 as far as locks need it: objects with an ETag that is the hash of their content, and If-None-Match and If-Match on writes and deletions, judged at the moment of
 * the call. Time is told in whole seconds, by a clock of its own, in every answer.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html, …/conditional-deletes.html
 */
export function strictS3(now: () => number): StrictS3 {
  const objects: StrictS3['objects'] = new Map()

  function answer({ method, url, headers, body }: S3Request): S3Response {
    const { pathname, searchParams } = new URL(url, 'http://s3')
    const path = decodeURIComponent(pathname.slice(1))
    const found = objects.get(path)
    const header = (name: string) => headers[name] as string | undefined
    const [match, noneMatch] = [header('if-match'), header('if-none-match')]
    if (searchParams.get('list-type') === '2') return list(path.replace(/\/$/, ''), searchParams.get('prefix') ?? '')
    if (match !== undefined && !found) return refusal(404, 'NoSuchKey', 'The specified key does not exist.')
    if ((noneMatch === '*' && found) || (match !== undefined && match !== found?.etag))
      return refusal(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold')
    if (method === 'PUT') {
      const etag = `"${createHash('md5').update(body).digest('hex')}"`
      objects.set(path, { body, etag, modified: now() })
      return told(200, { etag })
    }
    if (method === 'DELETE') {
      objects.delete(path)
      return told(204)
    }
    if (!found) return refusal(404, 'NoSuchKey', 'The specified key does not exist.')
    return told(200, { etag: found.etag, 'last-modified': new Date(found.modified).toUTCString() }, found.body)
  }

  function list(bucket: string, prefix: string): S3Response {
    const keys = [...objects.keys()].flatMap(path =>
      path.startsWith(`${bucket}/${prefix}`) ? [path.slice(bucket.length + 1)] : [],
    )
    const contents = keys.map(key => `<Contents><Key>${key}</Key></Contents>`).join('')
    return told(200, {}, `<ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`)
  }

  const told = (status: number, headers: Record<string, string> = {}, body = ''): S3Response => ({
    status,
    headers: { date: new Date(now()).toUTCString(), ...headers },
    body,
  })

  const refusal = (status: number, code: string, message: string) =>
    told(status, {}, `<Error><Code>${code}</Code><Message>${message}</Message></Error>`)

  return { objects, answer }
}
