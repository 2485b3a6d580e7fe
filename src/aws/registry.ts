import type { Registry } from '../ops/ports/images.js'
import { once, type AwsContext } from './context.js'
import { asked, translate } from './errors.js'

/** ECR. */
export function registry(context: AwsContext): Registry {
  const options = { abortSignal: context.signal }
  const ecr = once(async () => new (await import('@aws-sdk/client-ecr')).ECR(context.config))

  return {
    async login() {
      const client = await ecr()
      const { authorizationData: [data] = [] } = await asked(
        'ecr:GetAuthorizationToken',
        client.getAuthorizationToken({}, options),
      )
      const [username = '', password = ''] = fromBase64(data?.authorizationToken ?? '').split(':')
      return { server: (data?.proxyEndpoint ?? '').replace(/^https?:\/\//, ''), username, password }
    },

    async digest(repositoryName, tag) {
      const client = await ecr()
      try {
        const found = await client.describeImages({ repositoryName, imageIds: [{ imageTag: tag }] }, options)
        return found.imageDetails?.[0]?.imageDigest
      } catch (error) {
        if (['ImageNotFoundException', 'RepositoryNotFoundException'].includes((error as Error).name)) return undefined
        throw translate(error, 'ecr:DescribeImages')
      }
    },
  }
}

const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString()
