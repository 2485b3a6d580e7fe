import { createHash } from 'node:crypto'
import type { AwsContext } from './context.js'
import { asked } from './errors.js'

interface LargeTemplate {
  bucket: string
  stackName: string
  body: string
}

/**
 * Puts a template that is too large for the call itself into the bucket; resolves to its address, as CloudFormation reads it with the caller's
 * own rights. Its name is the hash of its text: what is deployed can't be changed behind a change set.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html (TemplateURL)
 */
export async function storeTemplate({ config, signal }: AwsContext, template: LargeTemplate): Promise<string> {
  const { PutObjectCommand, S3Client } = await import('./clients/s3.js')
  const client = new S3Client({ ...config, forcePathStyle: true })
  let address = ''
  // The SDK knows where the request went: the region's endpoint, or another that was configured.
  client.middlewareStack.add(
    next => request => {
      const { protocol, hostname, port, path } = request.request as Record<string, string | number | undefined>
      address = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`
      return next(request)
    },
    { step: 'finalizeRequest' },
  )
  const hash = createHash('sha256').update(template.body).digest('hex').slice(0, 32)
  const Key = `templates/${template.stackName}/${hash}.yml`
  await asked(
    's3:PutObject',
    client.send(new PutObjectCommand({ Bucket: template.bucket, Key, Body: template.body, ContentType: 'text/yaml' }), {
      abortSignal: signal,
    }),
  )
  return address
}
