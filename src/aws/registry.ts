import type { ImageDetail, ImageIdentifier } from '@aws-sdk/client-ecr'
import type { Registry, TaggedImage } from '../ops/ports/images.js'
import { once, type AwsContext } from './context.js'
import { asked, translate } from './errors.js'

/** ECR. */
export function registry(context: AwsContext): Registry {
  const options = { abortSignal: context.signal }
  const ecr = once(async () => (await import('./clients/ecr.js')).ecrClient(context.config))

  /** Undefined when there's none. */
  async function imageOf(repositoryName: string, imageId: ImageIdentifier) {
    const client = await ecr()
    try {
      return (await client.describeImages({ repositoryName, imageIds: [imageId] }, options)).imageDetails?.[0]
    } catch (error) {
      if (['ImageNotFoundException', 'RepositoryNotFoundException'].includes((error as Error).name)) return undefined
      throw translate(error, 'ecr:DescribeImages')
    }
  }

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

    // By the right that a single one is asked with, too. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html
    async images(repositoryName) {
      const client = await ecr()
      const found: TaggedImage[] = []
      let nextToken: string | undefined
      try {
        do {
          const page = await client.describeImages(
            {
              repositoryName,
              filter: { tagStatus: 'TAGGED' },
              maxResults: 1000,
              ...(nextToken === undefined ? {} : { nextToken }),
            },
            options,
          )
          found.push(...(page.imageDetails ?? []).flatMap(tagsOf))
          nextToken = page.nextToken
        } while (nextToken !== undefined)
      } catch (error) {
        if ((error as Error).name === 'RepositoryNotFoundException') return []
        throw translate(error, 'ecr:DescribeImages')
      }
      return found
    },

    digest: async (repositoryName, tag) => (await imageOf(repositoryName, { imageTag: tag }))?.imageDigest,

    has: async (repositoryName, digest) => (await imageOf(repositoryName, { imageDigest: digest })) !== undefined,

    tag: async (repositoryName, digest) => (await imageOf(repositoryName, { imageDigest: digest }))?.imageTags?.[0],
  }
}

const tagsOf = ({ imageTags = [], imageDigest: digest = '', imagePushedAt }: ImageDetail): TaggedImage[] =>
  imageTags.map(tag => ({ tag, digest, pushedAt: imagePushedAt?.getTime() ?? 0 }))

const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString()
