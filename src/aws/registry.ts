import type { Registry } from '../ops/ports.js'
import { once, type AwsContext } from './context.js'
import { asked } from './errors.js'

/** ECR. */
export function registry(context: AwsContext): Registry {
  const options = { abortSignal: context.signal }
  const ecr = once(async () => new (await import('@aws-sdk/client-ecr')).ECR(context.config))

  return {
    async login() {
      const { authorizationData: [data] = [] } = await asked(
        'ecr:GetAuthorizationToken',
        (await ecr()).getAuthorizationToken({}, options),
      )
      const [username = '', password = ''] = Buffer.from(data?.authorizationToken ?? '', 'base64')
        .toString()
        .split(':')
      return { server: (data?.proxyEndpoint ?? '').replace(/^https?:\/\//, ''), username, password }
    },

    async digest(repositoryName, tag) {
      try {
        const { imageDetails: [image] = [] } = await (
          await ecr()
        ).describeImages({ repositoryName, imageIds: [{ imageTag: tag }] }, options)
        return image?.imageDigest
      } catch (error) {
        if (['ImageNotFoundException', 'RepositoryNotFoundException'].includes((error as Error).name)) return undefined
        return asked('ecr:DescribeImages', Promise.reject(error as Error))
      }
    },
  }
}
