import type { Premises } from '../ops/ports/premises.js'
import type { AwsContext } from './context.js'
import { translate } from './errors.js'

/** Else ECR shows an index only to who says that it knows what that is. */
const acceptedMediaTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]

/** Looks an image up in ECR, also of another account or region. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html */
export const ecrImage =
  ({ config, signal }: Pick<AwsContext, 'config' | 'signal'>): Premises['ecrImage'] =>
  async ({ repository, tag, digest, account, region }) => {
    const { ecrClient } = await import('./clients/ecr.js')
    const client = ecrClient({ ...config, ...(region === undefined ? {} : { region }) })
    const image = digest === undefined ? { imageTag: tag } : { imageDigest: digest }
    const of = { repositoryName: repository, ...(account === undefined ? {} : { registryId: account }) }
    try {
      const question = { ...of, imageIds: [image], acceptedMediaTypes }
      const { images: [found] = [] } = await client.batchGetImage(question, { abortSignal: signal })
      return found && { ...(found.imageManifest ? { manifest: found.imageManifest } : {}) }
    } catch (error) {
      if ((error as Error).name === 'RepositoryNotFoundException') return undefined
      throw translate(error, 'ecr:BatchGetImage')
    }
  }
